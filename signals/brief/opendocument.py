"""A brief as OpenDocument text (ODF 1.3), an archive of XML and pictures, by the standard library."""

import zipfile
from io import BytesIO

from markupsafe import Markup

from signals.brief.document import Block, Bullets, Document, Figure, Heading, Quote, Table, Text
from signals.brief.drawing import png

MIME = "application/vnd.oasis.opendocument.text"
EPOCH = (2000, 1, 1, 0, 0, 0)
"""Date of every entry: the same document gives the same bytes."""

NAMES = Markup(
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
START = Markup('<?xml version="1.0" encoding="UTF-8"?>\n')

_STYLE = Markup(
    '<style:style style:name="{}" style:display-name="{}" style:family="paragraph"{}><style:paragraph-properties {}/>'
    '<style:text-properties style:font-name="Sans" {}/></style:style>'
)
STYLES = (
    ("Title", "Title", "", 'fo:margin-bottom="0.1cm"', 'fo:font-size="20pt" fo:font-weight="bold"'),
    ("Subtitle", "Subtitle", "", 'fo:margin-bottom="0.4cm"', 'fo:font-size="10pt" fo:color="#566273"'),
    ("H2", "Heading 2", "2", 'fo:margin-top="0.6cm" fo:margin-bottom="0.15cm" fo:keep-with-next="always" '
     'fo:border-bottom="1pt solid #1d4f91"', 'fo:font-size="14pt" fo:font-weight="bold" fo:color="#1d4f91"'),
    ("H3", "Heading 3", "3", 'fo:margin-top="0.3cm" fo:margin-bottom="0.05cm" fo:keep-with-next="always"',
     'fo:font-size="11pt" fo:font-weight="bold"'),
    ("Plain", "Plain", "", 'fo:margin-bottom="0.1cm"', 'fo:font-size="10pt"'),
    ("Lead", "Lead", "", 'fo:margin-bottom="0.15cm"', 'fo:font-size="12pt"'),
    ("Soft", "Soft", "", 'fo:margin-bottom="0.1cm"', 'fo:font-size="9pt" fo:color="#566273"'),
    ("Quote", "Quote", "", 'fo:margin-left="0.5cm" fo:margin-top="0.1cm" fo:padding-left="0.3cm" '
     'fo:border-left="2pt solid #9fabbb" fo:background-color="#f3f5f8"', 'fo:font-size="9.5pt"'),
    ("Source", "Source", "", 'fo:margin-left="0.5cm" fo:margin-bottom="0.15cm" fo:padding-left="0.3cm" '
     'fo:border-left="2pt solid #9fabbb" fo:background-color="#f3f5f8"', 'fo:font-size="8pt" fo:color="#566273"'),
    ("Cell", "Cell", "", "", 'fo:font-size="9pt"'),
    ("CellNumber", "Cell number", "", 'fo:text-align="end"', 'fo:font-size="9pt"'),
    ("Head", "Head", "", "", 'fo:font-size="8.5pt" fo:font-weight="bold" fo:color="#566273"'),
    ("HeadNumber", "Head number", "", 'fo:text-align="end"',
     'fo:font-size="8.5pt" fo:font-weight="bold" fo:color="#566273"'),
    ("Marking", "Marking", "", 'fo:text-align="center"', 'fo:font-size="9pt" fo:font-weight="bold" fo:color="#a01c17"'),
    ("Foot", "Foot", "", 'fo:text-align="center"', 'fo:font-size="8pt" fo:color="#566273"'),
)  # fmt: skip


def opendocument(document: Document) -> bytes:
    """Return the document as an .odt file; the same document gives the same bytes."""
    pictures: list[bytes] = []
    content = _content(document, pictures)
    parts = {
        "styles.xml": _styles(document).encode(),
        "content.xml": content.encode(),
        "meta.xml": _meta(document).encode(),
        **{f"Pictures/{number}.png": picture for number, picture in enumerate(pictures, start=1)},
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        _put(archive, "mimetype", MIME.encode(), zipfile.ZIP_STORED)  # first and as it is, so that programs know it
        for name, data in parts.items():
            _put(archive, name, data, zipfile.ZIP_DEFLATED)
        _put(archive, "META-INF/manifest.xml", _manifest(parts).encode(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes, how: int) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type, entry.create_system, entry.external_attr = how, 3, 0o644 << 16
    archive.writestr(entry, data)


def _manifest(parts: dict[str, bytes]) -> Markup:
    kinds = {"xml": "text/xml", "png": "image/png"}
    entries = Markup("").join(
        Markup('<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>').format(name, kind)
        for name, kind in [("/", MIME), *((name, kinds[name.rpartition(".")[2]]) for name in parts)]
    )
    return START + Markup(
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        'manifest:version="1.3">{}</manifest:manifest>'
    ).format(entries)


def _meta(document: Document) -> Markup:
    return START + Markup(
        "<office:document-meta {}><office:meta><meta:generator>CyberImpact</meta:generator><dc:title>{}</dc:title>"
        "<dc:language>{}</dc:language></office:meta></office:document-meta>"
    ).format(NAMES, document.title, document.lang)


def _styles(document: Document) -> Markup:
    language = Markup('fo:language="{}" fo:country="{}"').format(
        document.lang, {"fr": "FR", "en": "GB"}.get(document.lang, "none")
    )
    styles = Markup("").join(
        _STYLE.format(
            name, shown, Markup(' style:default-outline-level="{}"').format(level) if level else "",
            Markup("").join(paragraph), Markup("").join(text),
        )
        for name, shown, level, paragraph, text in STYLES
    )  # fmt: skip
    marking = " – ".join(one for one in (document.marking, document.exercise) if one)
    return START + Markup(
        "<office:document-styles {0}><office:font-face-decls>"
        '<style:font-face style:name="Sans" svg:font-family="Marianne, \'Liberation Sans\', Arial" '
        'style:font-family-generic="swiss"/></office:font-face-decls><office:styles>'
        '<style:default-style style:family="paragraph"><style:text-properties {1}/></style:default-style>{2}'
        '</office:styles><office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties '
        'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="1.2cm" fo:margin-bottom="1.2cm" '
        'fo:margin-left="1.8cm" fo:margin-right="1.8cm"/><style:header-style><style:header-footer-properties '
        'fo:min-height="0.8cm" fo:margin-bottom="0.2cm"/></style:header-style><style:footer-style>'
        '<style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.2cm"/></style:footer-style>'
        "</style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="A4">'
        '<style:header><text:p text:style-name="Marking">{3}</text:p></style:header>'
        '<style:footer><text:p text:style-name="Marking">{3}</text:p><text:p text:style-name="Foot">{4} · '
        "<text:page-number/></text:p></style:footer></style:master-page></office:master-styles>"
        "</office:document-styles>"
    ).format(NAMES, language, styles, marking, document.title)


def _content(document: Document, pictures: list[bytes]) -> Markup:
    head = _paragraph("Title", document.title) + _paragraph("Subtitle", document.subtitle)
    body = Markup("").join(_block(block, pictures) for block in document.blocks)
    notes = Markup("").join(_paragraph("Soft", note) for note in document.notes)
    return START + Markup(
        '<office:document-content {}><office:automatic-styles><style:style style:name="Line" style:family="table-cell">'
        '<style:table-cell-properties fo:padding="0.08cm" fo:border-bottom="0.5pt solid #dbe1e9"/></style:style>'
        '<style:style style:name="Shown" style:family="graphic"><style:graphic-properties '
        'style:vertical-pos="top" style:horizontal-pos="left"/></style:style>'
        "</office:automatic-styles><office:body><office:text>{}{}{}</office:text></office:body>"
        "</office:document-content>"
    ).format(NAMES, head, body, notes)


def _paragraph(style: str, text: str) -> Markup:
    return Markup('<text:p text:style-name="{}">{}</text:p>').format(style, text)


def _block(block: Block, pictures: list[bytes]) -> Markup:
    match block:
        case Heading(text, level):
            return Markup('<text:h text:style-name="H{0}" text:outline-level="{0}">{1}</text:h>').format(level, text)
        case Text(text, kind):
            return _paragraph(kind.capitalize(), text)
        case Bullets(items):
            entry = Markup("<text:list-item>{}</text:list-item>")
            return Markup("<text:list>{}</text:list>").format(
                Markup("").join(entry.format(_paragraph("Plain", item)) for item in items)
            )
        case Quote(text, source):
            return _paragraph("Quote", text) + _paragraph("Source", source)
        case Table():
            return _paragraph("Soft", block.caption) + _table(block)
        case Figure():
            return _figure(block, pictures)


def _table(table: Table) -> Markup:
    def row(cells: tuple[str, ...], style: str) -> Markup:
        return Markup("<table:table-row>{}</table:table-row>").format(
            Markup("").join(
                Markup('<table:table-cell table:style-name="Line" office:value-type="string">{}</table:table-cell>')
                .format(_paragraph(style + ("Number" if table.is_numeric(column) else ""), cell))
                for column, cell in enumerate(cells)
            )
        )  # fmt: skip

    return Markup(
        '<table:table table:name="{}"><table:table-column table:number-columns-repeated="{}"/>'
        "<table:table-header-rows>{}</table:table-header-rows>{}</table:table>"
    ).format(
        table.caption,
        len(table.heads),
        row(table.heads, "Head"),
        Markup("").join(row(cells, "Cell") for cells in table.rows),
    )


def _figure(figure: Figure, pictures: list[bytes]) -> Markup:
    picture = figure.picture
    pictures.append(png(picture))
    width = 17.0 if picture.width > 1.4 * picture.height else 11.0
    return Markup(
        '<text:p text:style-name="Plain"><draw:frame draw:style-name="Shown" draw:name="Picture {0}" '
        'text:anchor-type="as-char" svg:width="{1:.2f}cm" svg:height="{2:.2f}cm"><draw:image '
        'xlink:href="Pictures/{0}.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        "<svg:title>{3}</svg:title><svg:desc>{4}</svg:desc></draw:frame></text:p>{5}"
    ).format(
        len(pictures),
        width,
        width * picture.height / picture.width,
        figure.caption,
        picture.label,
        _paragraph("Soft", figure.caption),
    )
