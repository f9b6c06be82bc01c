"""Writes a Word document by hand, with the oddities of Word's own: split runs, fields, content controls, text boxes."""

import io
import random
import zipfile
from xml.sax.saxutils import escape

from .markup import Table, parse

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WIDTH = 9600


def document(source):
    """Returns the bytes of a .docx with this source's letter, properties and manner."""
    return Writer(source).bytes()


class Writer:
    """One document being written, with the links and parts that it collects on the way."""

    def __init__(self, source):
        self.letter = parse(source["letter"])
        self.properties = source.get("properties", {})
        self.manner = source.get("manner", {})
        self.chance = random.Random(source.get("letter"))
        self.links, self.footnotes, self.remarks = [], [], []

    def bytes(self):
        body = "".join(self.block(block) for block in self.letter.blocks)
        parts = {
            "[Content_Types].xml": self.content_types(),
            "_rels/.rels": self.package_links(),
            "docProps/core.xml": self.core(),
            "docProps/app.xml": DECLARATION
            + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>Microsoft Office Word</Application></Properties>",
        }
        section = ""
        for name, tag, kind, use in self.margins():
            inside = "".join(self.paragraph(line) for line in getattr(self.letter, name))
            parts[f"word/{name}1.xml"] = f"{DECLARATION}<w:{tag} {SPACES}>{inside}</w:{tag}>"
            section += f'<w:{kind}Reference w:type="{use}" r:id="rId{name}"/>'
        section += '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1134" w:bottom="1134" w:left="1134" w:header="708" w:footer="708" w:gutter="0"/>'
        section += "<w:titlePg/>" if self.letter.first else ""
        parts |= self.notes()
        parts["word/document.xml"] = f"{DECLARATION}<w:document {SPACES}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
        parts["word/styles.xml"] = self.styles()
        parts["word/numbering.xml"] = numbering()
        parts["word/_rels/document.xml.rels"] = self.document_links()
        return packed(parts)

    def margins(self):
        """Returns what stands above and below the pages: its name here, its element, its kind, the pages."""
        known = (("header", "hdr", "header", "default"), ("footer", "ftr", "footer", "default"), ("first", "hdr", "header", "first"))
        return [margin for margin in known if getattr(self.letter, margin[0])]

    def notes(self):
        """Returns the parts that hold footnotes and reviewers' remarks."""
        parts = {}
        for name, tag, texts in (("footnotes", "footnote", self.footnotes), ("comments", "comment", self.remarks)):
            author = ' w:author="Reviewer" w:date="2024-01-08T09:12:00Z"' if tag == "comment" else ""
            inside = "".join(f'<w:{tag} w:id="{i}"{author}><w:p>{run(text, "")}</w:p></w:{tag}>' for i, text in enumerate(texts, 1))
            if texts:
                parts[f"word/{name}.xml"] = f"{DECLARATION}<w:{name} {SPACES}>{inside}</w:{name}>"
        return parts

    def extras(self):
        """Returns the names of the parts that this document has besides text, styles and numbering, with their kinds."""
        parts = {f"{name}1": kind for name, _, kind, _ in self.margins()}
        parts |= {"footnotes": "footnotes"} if self.footnotes else {}
        return parts | ({"comments": "comments"} if self.remarks else {})

    # Blocks

    def block(self, block):
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, tuple):
            kind, lines = block
            inside = "".join(self.paragraph(line) for line in lines)
            return self.box(inside) if kind == "box" else control(inside)
        return self.paragraph(block)

    def paragraph(self, paragraph):
        kinds = {piece.kind for piece in paragraph.pieces}
        properties = {
            "heading": '<w:pStyle w:val="Heading1"/>',
            "numbered": '<w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
            "bullet": '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>',
            "centre": '<w:jc w:val="center"/>',
            "right": '<w:jc w:val="right"/>',
            "indent": '<w:ind w:left="567"/>',
            "body": "",
        }[paragraph.style]
        if "rtab" in kinds:
            properties += f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
        elif "tab" in kinds:
            properties += '<w:tabs><w:tab w:val="left" w:pos="2268"/></w:tabs><w:ind w:left="2268" w:hanging="2268"/>'
        head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        identity = f' w:rsidR="{self.rsid()}" w:rsidRDefault="{self.rsid()}"' if self.manner.get("split") else ""
        return f"<w:p{identity}>{head}{''.join(self.piece(piece) for piece in paragraph.pieces)}</w:p>"

    def table(self, table):
        total = sum(table.widths)
        widths = [WIDTH * width // total for width in table.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        line = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        borders = "".join(line.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        borders = f"<w:tblBorders>{borders}</w:tblBorders>" if table.borders else ""
        rows = ""
        for row in table.rows:
            cells, at = "", 0
            for cell in row:
                width = sum(widths[at:at + cell.span])
                at += cell.span
                properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
                properties += f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
                properties += {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(cell.merge, "")
                inside = "".join(self.paragraph(line) for line in cell.paragraphs)
                cells += f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"
            rows += f"<w:tr>{cells}</w:tr>"
        return f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'

    def box(self, inside):
        """Returns a text box twice, as Word writes it: the drawing, and the old picture for readers without it."""
        content = f"<w:txbxContent>{inside}</w:txbxContent>"
        return (
            '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0"'
            ' relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
            '<wp:extent cx="5943600" cy="1000000"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="Text Box 2"/><a:graphic><a:graphicData'
            ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5943600" cy="1000000"/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>'
            '<mc:Fallback><w:pict><v:shape id="_x0000_s1026" type="#_x0000_t202" style="position:absolute;width:468pt;height:79pt">'
            f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )

    # Pieces

    def piece(self, piece):
        form = self.form(piece.bold)
        if piece.kind == "text":
            return self.runs(piece.text, piece.bold)
        if piece.kind in ("tab", "rtab"):
            return f"<w:r>{form}<w:tab/></w:r>"
        if piece.kind == "br":
            return f"<w:r>{form}<w:br/></w:r>"
        if piece.kind == "pb":
            return '<w:r><w:br w:type="page"/></w:r>'
        if piece.kind == "nbsp":
            return run("\u00a0", form)
        if piece.kind == "split":
            return '<w:proofErr w:type="spellStart"/>'
        if piece.kind == "inserted":
            return f'<w:ins w:id="7" w:author="Reviewer" w:date="2024-01-08T09:12:00Z">{run(piece.text, form)}</w:ins>'
        if piece.kind == "deleted":
            words = escape(piece.text)
            return f'<w:del w:id="8" w:author="Reviewer" w:date="2024-01-08T09:12:00Z"><w:r>{form}<w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>'
        if piece.kind == "nbhy":
            return f"<w:r>{form}<w:noBreakHyphen/></w:r>"
        if piece.kind == "hide":
            return run(piece.text, "<w:rPr><w:vanish/></w:rPr>")
        if piece.kind == "foot":
            self.footnotes.append(piece.text)
            return f'<w:r><w:footnoteReference w:id="{len(self.footnotes)}"/></w:r>'
        if piece.kind == "remark":
            self.remarks.append(piece.text)
            return f'<w:r><w:commentReference w:id="{len(self.remarks)}"/></w:r>'
        if piece.kind == "sdt":
            return control(run(piece.text, form))
        if piece.kind == "sym":
            return f'<w:r>{form}<w:sym w:font="Wingdings" w:char="{piece.target}"/></w:r>'
        if piece.kind == "link":
            self.links.append(piece.target)
            return f'<w:hyperlink r:id="rIdLink{len(self.links)}" w:history="1">{run(piece.text, self.form(piece.bold, link=True))}</w:hyperlink>'
        return self.field(piece, form)

    def field(self, piece, form):
        """Returns a link in the old way: a field with its instruction and its result in runs of their own."""
        char = '<w:r>{0}<w:fldChar w:fldCharType="{1}"/></w:r>'
        instruction = escape(f' HYPERLINK "{piece.target}" ', {'"': "&quot;"})
        return (
            char.format(form, "begin")
            + f'<w:r>{form}<w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
            + char.format(form, "separate")
            + run(piece.text, self.form(piece.bold, link=True))
            + char.format(form, "end")
        )

    def runs(self, text, bold):
        """Returns the text in one run or, in the split manner, in several with the spelling marks between them."""
        form = self.form(bold)
        if not self.manner.get("split") or len(text) < 6:
            return run(text, form)
        count = min(4, 1 + len(text) // 25)
        cuts = sorted(self.chance.sample(range(1, len(text)), count))
        out, at = "", 0
        for index, cut in enumerate([*cuts, len(text)]):
            out += run(text[at:cut], form, self.rsid())
            mark = "spellStart" if index % 2 == 0 else "spellEnd"
            out += f'<w:proofErr w:type="{mark}"/>' if cut < len(text) else ""
            at = cut
        return out

    def form(self, bold, link=False):
        inside = '<w:rStyle w:val="Hyperlink"/>' if link else ""
        if self.manner.get("fonts"):
            inside += '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
        inside += "<w:b/>" if bold else ""
        if self.manner.get("fonts"):
            inside += '<w:sz w:val="22"/><w:lang w:val="en-GB"/>'
        return f"<w:rPr>{inside}</w:rPr>" if inside else ""

    def rsid(self):
        return f"00{self.chance.randrange(0x100000, 0xFFFFFF):06X}"

    # Parts

    def styles(self):
        font = self.manner.get("font", "Times New Roman")
        style = '<w:style w:type="{0}" {1}w:styleId="{2}"><w:name w:val="{3}"/>{4}</w:style>'
        return (
            f"{DECLARATION}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
            f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="Noto Sans CJK SC" w:cs="{font}"/><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
            + style.format("paragraph", 'w:default="1" ', "Normal", "Normal", '<w:pPr><w:spacing w:after="60"/></w:pPr>')
            + style.format("paragraph", "", "Heading1", "heading 1", '<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr>')
            + style.format("character", "", "Hyperlink", "Hyperlink", '<w:rPr><w:color w:val="0000FF"/><w:u w:val="single"/></w:rPr>')
            + "</w:styles>"
        )

    def core(self):
        names = {"title": "dc:title", "subject": "dc:subject", "creator": "dc:creator", "keywords": "cp:keywords",
                 "description": "dc:description", "lastModifiedBy": "cp:lastModifiedBy"}
        inside = "".join(
            f"<{names[key]}>{escape(str(value))}</{names[key]}>" for key, value in self.properties.items() if key in names
        )
        for key in ("created", "modified"):
            if key in self.properties:
                inside += f'<dcterms:{key} xsi:type="dcterms:W3CDTF">{self.properties[key]}</dcterms:{key}>'
        return (
            f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inside}</cp:coreProperties>'
        )

    def content_types(self):
        word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        parts = {"document": "document.main", "styles": "styles", "numbering": "numbering"}
        parts |= self.extras()
        overrides = "".join(
            f'<Override PartName="/word/{part}.xml" ContentType="{word}.{kind}+xml"/>' for part, kind in parts.items()
        )
        package = "application/vnd.openxmlformats-"
        return (
            f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{package}package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}'
            f'<Override PartName="/docProps/core.xml" ContentType="{package}package.core-properties+xml"/>'
            f'<Override PartName="/docProps/app.xml" ContentType="{package}officedocument.extended-properties+xml"/></Types>'
        )

    def package_links(self):
        core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
        return links([("rId1", f"{OFFICE}/officeDocument", "word/document.xml"), ("rId2", core, "docProps/core.xml"),
                      ("rId3", f"{OFFICE}/extended-properties", "docProps/app.xml")])

    def document_links(self):
        rows = [("rId1", f"{OFFICE}/styles", "styles.xml"), ("rId2", f"{OFFICE}/numbering", "numbering.xml")]
        rows += [(f"rId{part.rstrip('1')}", f"{OFFICE}/{kind}", f"{part}.xml") for part, kind in self.extras().items()]
        rows += [(f"rIdLink{i}", f"{OFFICE}/hyperlink", target) for i, target in enumerate(self.links, 1)]
        return links(rows)


def run(text, form, rsid=""):
    identity = f' w:rsidRPr="{rsid}"' if rsid else ""
    return f'<w:r{identity}>{form}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def control(inside):
    return f'<w:sdt><w:sdtPr><w:alias w:val="Field"/><w:tag w:val="field"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'


def links(rows):
    inside = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{escape(target, {chr(34): "&quot;"})}"'
        + (' TargetMode="External"' if kind.endswith("/hyperlink") else "") + "/>"
        for key, kind, target in rows
    )
    return f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def numbering():
    level = '<w:abstractNum w:abstractNumId="{0}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{1}"/><w:lvlText w:val="{2}"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>'
    number = '<w:num w:numId="{0}"><w:abstractNumId w:val="{1}"/></w:num>'
    return (
        f"{DECLARATION}<w:numbering {SPACES}>" + level.format(0, "decimal", "%1") + level.format(1, "bullet", "•")
        + number.format(1, 0) + number.format(2, 1) + "</w:numbering>"
    )


def packed(parts):
    """Returns a zip of these parts with fixed times, so that making it again gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode() if isinstance(content, str) else content)
    return out.getvalue()
