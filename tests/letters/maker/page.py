"""Writes a letter as a web page, in the manner of a mail program made by a word processor."""

import html
import textwrap

from .markup import Table, parse

HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<meta name="Generator" content="Microsoft Word 15 (filtered medium)">
<style><!--
p.MsoNormal, li.MsoNormal {{margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}}
a:link {{color:#0563C1; text-decoration:underline;}}
--></style><!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit" spidmax="1026" /></xml><![endif]-->
</head>
<body lang="EN-GB" link="#0563C1" vlink="#954F72" style="word-wrap:break-word">
<div class="WordSection1">
"""


def page(source, charset="utf-8"):
    """Returns the page of this source's letter."""
    letter = parse(source)
    out = "".join(block(each) for each in [*letter.header, *letter.blocks, *letter.footer])
    return HEAD.format(charset=charset) + out + "</div>\n</body>\n</html>\n"


def block(each):
    if isinstance(each, Table):
        rows = "".join("<tr>" + "".join(cell(one) for one in row) + "</tr>\n" for row in each.rows)
        return f'<table class="MsoNormalTable" border="0" cellspacing="0" cellpadding="0">\n<tbody>\n{rows}</tbody>\n</table>\n'
    if isinstance(each, tuple):
        return "<div>" + "".join(paragraph(one) for one in each[1]) + "</div>\n"
    return paragraph(each)


def cell(one):
    span = f' colspan="{one.span}"' if one.span > 1 else ""
    return f'<td valign="top"{span} style="padding:0cm 5.4pt 0cm 5.4pt">' + "".join(paragraph(p) for p in one.paragraphs) + "</td>"


def paragraph(each):
    inside = "".join(piece(one) for one in each.pieces) or "&nbsp;"
    mark = "·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>" if each.style == "bullet" else ""
    line = f'<p class="MsoNormal"><span lang="EN-US" style="font-size:10.0pt">{mark}{inside}<o:p></o:p></span></p>'
    return "\n".join(textwrap.wrap(line, 100, break_long_words=False, break_on_hyphens=False)) + "\n"


def piece(one):
    words = html.escape(one.text, quote=False)
    made = {
        "text": words, "inserted": words, "sdt": words, "deleted": "", "split": "", "br": "<br>", "nbsp": "&nbsp;", "nbhy": "&#8209;", "hide": "", "foot": "", "remark": "", "pb": "<br>",
        "tab": '<span style="mso-tab-count:1">&nbsp;&nbsp;&nbsp;&nbsp; </span>',
        "rtab": '<span style="mso-tab-count:2">&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span>',
        "link": f'<a href="{html.escape(one.target)}">{words}</a>', "field": f'<a href="{html.escape(one.target)}">{words}</a>',
        "sym": '<span style="font-family:Wingdings">&#254;</span>',
    }[one.kind]
    return f"<b>{made}</b>" if one.bold and made else made
