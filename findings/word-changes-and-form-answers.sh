#!/bin/sh
# python-docx 1.2.0, docx2txt 0.9, pypdf 7.1.1, pdfminer.six 20260107 (Python 3.11, 2026-11-29): the text of a Word file with
# tracked changes and a form field, and of a PDF form that somebody filled in (made by reportlab 4.4.5).
# Guess: the text as the program shows it: of a tracked change at least the old or the new words; of a form the answers.
# Seen: python-docx has neither: of "Nominal 50.000", changed to 75.000, only "Nominal" is left; what stands in a content control
# or a date field is missing too, and nothing says so. docx2txt has the new words, and drops a non-breaking hyphen: 0812-3456
# becomes 08123456. Of the PDF form both readers give the questions alone, so the filled form reads like an empty one.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install python-docx==1.2.0 docx2txt==0.9 pypdf==7.1.1 \
  pdfminer.six==20260107 reportlab==4.4.5
"$folder/env/bin/python" - <<'PY'
import io

import docx
import docx2txt
import pypdf
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pdfminer.high_level import extract_text
from reportlab.pdfgen import canvas


def word(content: str) -> tuple[str, str]:
    """One paragraph as python-docx and docx2txt read it."""
    document, file = docx.Document(), io.BytesIO()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{content}</w:p>"))
    document.save(file)
    found = docx.Document(file).paragraphs[0].text, docx2txt.process(file)
    print(found)
    return found


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


changed = ('<w:del w:id="1" w:author="Ani"><w:r><w:delText>50.000</w:delText></w:r></w:del>'
           f'<w:ins w:id="2" w:author="Ani">{run("75.000")}</w:ins>')
assert word(run("Nominal ") + changed) == ("Nominal ", "Nominal 75.000")
control = f"<w:sdt><w:sdtContent>{run('0812')}</w:sdtContent></w:sdt>"
assert word(run("Nomor: ") + control) == ("Nomor: ", "Nomor: 0812")
assert word(f'<w:fldSimple w:instr="DATE">{run("29-11-2026")}</w:fldSimple>') == ("", "29-11-2026")
assert word("<w:r><w:t>0812</w:t><w:noBreakHyphen/><w:t>3456</w:t></w:r>") == ("0812-3456", "08123456")

page = canvas.Canvas(file := io.BytesIO())
page.drawString(72, 700, "Nomor tujuan:")
page.acroForm.textfield(name="nomor", value="0812-3456-7890", x=160, y=690)
page.save()
reader = pypdf.PdfReader(file)
print(reader.get_form_text_fields(), repr(reader.pages[0].extract_text()), repr(extract_text(file)))
assert reader.get_form_text_fields() == {"nomor": "0812-3456-7890"}
assert reader.pages[0].extract_text().strip() == extract_text(file).strip() == "Nomor tujuan:"
PY
