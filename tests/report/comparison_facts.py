"""Prints what openpyxl finds in a comparison's workbook, one line per row: comparison_facts.py WORKBOOK"""
import sys, warnings, openpyxl
warnings.simplefilter("ignore")
book = openpyxl.load_workbook(sys.argv[1])
print("sheets", "|".join(book.sheetnames))
print("created", book.properties.created.isoformat())
for sheet in book:
    print("frozen", sheet.title, sheet.freeze_panes)
    for row in sheet.iter_rows():
        # A marked cell has an asterisk.
        texts = [("" if c.value is None else str(c.value)) +
                 ("*" if c.value is not None and c.fill.fgColor.rgb == "FFF3D5BA" else "") for c in row]
        print(sheet.title, "|".join(texts))
print("patterns", "|".join(sorted({c.number_format for sheet in book for row in sheet.iter_rows() for c in row})))
