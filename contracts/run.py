"""En körning av Tjut: table `run`."""

from contracts.model import Column, Contract

RUN = Contract(
    table="run",
    term="Körning",
    row="En körning av Tjut.",
    key=("run_id",),
    staged=False,
    columns=(
        Column("run_id", "integer", "Körning", "Körningens nummer.", "12", least=1),
        Column("started_at", "timestamp", "Början", "När körningen började, UTC.", "2026-11-23 03:00:00"),
        Column("ended_at", "timestamp", "Slut", "När körningen slutade, UTC.", "2026-11-23 03:00:07"),
        Column(
            "code_version", "text", "Kodversion", "Paketets version och källkodens fingeravtryck.", "0.1.0+3f9c0a1b2c4d"
        ),
        Column("libraries", "text", "Bibliotek", "Bibliotekens versioner som JSON.", '{"duckdb": "2.0.0"}'),
        Column("published_count", "integer", "Publicerade", "Antal filer som publicerades.", "3", least=0),
        Column("unchanged_count", "integer", "Oförändrade", "Antal filer som redan var lästa.", "11", least=0),
        Column("duplicate_count", "integer", "Dubbletter", "Antal filer med samma bytes som en annan.", "0", least=0),
        Column("refused_count", "integer", "Avvisade", "Antal filer som inte gick att läsa.", "1", least=0),
        Column("quarantined_count", "integer", "I karantän", "Antal filer som bröt ett kontrakt.", "0", least=0),
    ),
)
