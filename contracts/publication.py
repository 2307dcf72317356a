"""En körning som publicerade: table `publication`."""

from contracts.model import Column, Contract

PUBLICATION = Contract(
    table="publication",
    term="Publicering",
    row="En körning som gjorde en ny databas. Den som läser efter Tjut kan vänta på en rad med sin körning.",
    key=("run_id",),
    references={"run_id": "run"},
    staged=False,
    columns=(
        Column("run_id", "integer", "Körning", "Körningens nummer.", "12", least=1),
        Column(
            "published_at",
            "timestamp",
            "Publicerad",
            "När körningen hade publicerat, UTC; för den senaste när den började.",
            "2026-11-23 03:00:07",
        ),
        Column(
            "code_version", "text", "Kodversion", "Paketets version och källkodens fingeravtryck.", "0.1.0+3f9c0a1b2c4d"
        ),
        Column(
            "schema_version",
            "text",
            "Schemaversion",
            "Versionen av tabeller, vyer och kolumner (semver); NULL för en körning av en tidigare version.",
            "1.2.0",
            nullable=True,
        ),
        Column(
            "documents",
            "integer",
            "Dokument",
            "Antal dokument som gällde; NULL för en körning av en tidigare version.",
            "14",
            least=0,
            nullable=True,
        ),
        Column(
            "rows",
            "integer",
            "Rader",
            "Antal rader i base som är lästa ur dokument, alla utgåvor; NULL för en körning av en tidigare version.",
            "70560",
            least=0,
            nullable=True,
        ),
    ),
)
