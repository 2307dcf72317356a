"""En källfil: ett tjänsteutlåtande till en nämnd: table `document`."""

from contracts.common import DOCUMENT_ID
from contracts.model import Column, Contract

DOCUMENT_TYPES = (
    "verksamhetsplan",
    "tertialrapport",
    "verksamhetsberättelse",
    "månadsrapport",
    "underlag_för_budget",
    "övrigt",
)
# Those that report on the outcome of a plan.
FOLLOW_UPS = ("tertialrapport", "verksamhetsberättelse", "månadsrapport")

DOCUMENT = Contract(
    table="document",
    most_rows=1,
    term="Dokument",
    row="En källfil: ett tjänsteutlåtande till en nämnd. Villkoret is_current tar bort äldre läsningar och utgåvor av "
    "samma dokument; vyn plan har verksamhetsplanerna.",
    key=("document_id",),
    columns=(
        DOCUMENT_ID,
        Column(
            "short_id",
            "text",
            "Kort id",
            "Dokument-id med åtta av fingeravtryckets tecken: för visning, inte för att hänvisa med.",
            "farsta-2026-0574426b",
        ),
        Column(
            "document_key",
            "text",
            "Dokumentnyckel",
            "Nämnd, slag, år och del av året: samma för alla läsningar och utgåvor av samma dokument.",
            "farsta/verksamhetsplan/2026",
            pattern=r"[a-z0-9-]+/[a-zåäö_]+/\d{4}(?:/[a-z0-9-]+)?",
        ),
        Column("sha256", "text", "Fingeravtryck", "SHA-256 av filens bytes.", "0574426b0bb7…", pattern=r"[0-9a-f]{64}"),
        Column("file_name", "text", "Filnamn", "Filens namn när den lästes.", "farsta-vp-2026.pdf"),
        Column(
            "media_type",
            "text",
            "Filslag",
            "PDF eller text.",
            "application/pdf",
            allowed=("application/pdf", "text/plain"),
        ),
        Column(
            "page_count", "integer", "Antal sidor", "Sidor i filen; en textfil berättar dem bara delvis.", "71", least=1
        ),
        Column(
            "board",
            "text",
            "Nämnd",
            "Nämndens namn som det är tryckt, med bindestreck som i det officiella namnet.",
            "Farsta stadsdelsnämnd",
        ),
        Column(
            "board_key",
            "text",
            "Nämndnyckel",
            "Nämndens namn utan å, ä, ö och blanksteg: samma för alla sätt att trycka det.",
            "hasselby-vallingby",
            pattern=r"[a-z0-9-]+",
        ),
        Column(
            "document_type",
            "text",
            "Dokumentslag",
            "Vad det är för slags dokument.",
            "verksamhetsplan",
            allowed=DOCUMENT_TYPES,
        ),
        Column(
            "plan_year",
            "integer",
            "Planår",
            "Året som dokumentet gäller; för övriga ärenden året då det skrevs.",
            "2026",
            least=1990,
            most=2100,
        ),
        Column(
            "period",
            "text",
            "Del av året",
            "Tertial, månad eller del; för övriga ärenden diarienumret. NULL för hela året.",
            "T1",
            nullable=True,
        ),
        Column("title", "text", "Titel", "Titeln på framsidan.", "Verksamhetsplan 2026", nullable=True),
        Column("diary_number", "text", "Diarienummer", "Ärendets nummer i diariet.", "HV 2025/651", nullable=True),
        Column("issued_on", "date", "Datum", "Tjänsteutlåtandets datum.", "2025-12-01", nullable=True),
        Column("signed_by", "text", "Undertecknad av", "Namnet under beslutspunkterna.", "Anna Berg", nullable=True),
        Column("signed_title", "text", "Befattning", "Undertecknarens befattning.", "Stadsdelsdirektör", nullable=True),
        Column(
            "reading",
            "text",
            "Läsningens omfång",
            "Om allt är läst: incomplete när en sida, en del av en tabell eller ett tal i en tabell inte kunde läsas; "
            "vad det är står i finding. NULL för ett dokument som en tidigare version läste.",
            "complete",
            allowed=("complete", "incomplete"),
            nullable=True,
        ),
        Column("reader", "text", "Läsare", "Biblioteket som läste filen.", "pdf_oxide"),
        Column(
            "content_sha256",
            "text",
            "Innehållets fingeravtryck",
            "SHA-256 av dokumentets alla lagrade tabeller: samma tal, samma rader.",
            "5f1c0a…",
            pattern=r"[0-9a-f]{64}",
            staged=False,
        ),
        Column(
            "code_version",
            "text",
            "Kodversion",
            "Tjuts version och källkodens fingeravtryck när dokumentet lästes.",
            "0.1.0+3f9c0a1b2c4d",
            staged=False,
        ),
        Column(
            "libraries",
            "text",
            "Bibliotek",
            "Bibliotekens versioner när dokumentet lästes, som JSON.",
            '{"duckdb": "2.0.0"}',
            staged=False,
        ),
        Column(
            "arrived_at",
            "timestamp",
            "Ankomst",
            "När en körning först hade filen, UTC.",
            "2026-11-23 03:00:00",
            nullable=True,
            staged=False,
        ),
        Column(
            "fetched_from",
            "text",
            "Hämtad från",
            "Servern som filen är hämtad från; NULL för en som är lagd i raw för hand.",
            "insyn.example.org",
            nullable=True,
            staged=False,
        ),
        Column(
            "approval",
            "text",
            "Godkännande",
            "approved: en människa har godkänt utgåvan (accepted eller pinned i reviews.csv, eller sha256 eller host i "
            "sources.toml). open: ingen har det, och "
            "inget talar emot den. held: den gäller inte förrän någon godtar den; held_document säger varför.",
            "open",
            allowed=("approved", "open", "held"),
            staged=False,
        ),
        Column(
            "is_current",
            "boolean",
            "Gällande läsning",
            "Sant för den utgåva av en dokumentnyckel som gäller; document_version säger varför.",
            "true",
            staged=False,
        ),
    ),
)
