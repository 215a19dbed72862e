"""Prints what openpyxl finds in a workbook, one line per fact: workbook_facts.py WORKBOOK"""
import sys, warnings, zipfile, openpyxl
warnings.simplefilter("ignore")
book = openpyxl.load_workbook(sys.argv[1])
values = openpyxl.load_workbook(sys.argv[1], data_only=True)
print("sheets", "|".join(book.sheetnames))
print("created", book.properties.created.isoformat())
names = book.defined_names
listed = names.definedName if hasattr(names, "definedName") else names.values()
print("names", "|".join(sorted(n.name for n in listed if n.name.startswith("summary_"))))
for sheet in book:
    print("frozen", sheet.title, sheet.freeze_panes)
    print("merged", sheet.title, len(sheet.merged_cells.ranges))
    print("print", sheet.title, sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows)
formulas = [c for row in book["Bridge"].iter_rows() for c in row if c.data_type == "f"]
print("formulas", len(formulas))
for cell in formulas:
    first, last = cell.value[len("=SUM("):-1].split(":")
    total = sum(r[0].value for r in values["Bridge"][first:last])
    assert abs(values["Bridge"][cell.coordinate].value - total) <= 1e-9 * abs(total), cell.coordinate
for row in book["Conditions"].iter_rows(min_row=4):
    print("conditions", "|".join("" if c.value is None else str(c.value) for c in row))
files = zipfile.ZipFile(sys.argv[1])
print("property", "feed" in files.read("docProps/custom.xml").decode())
drawings = [files.read(n).decode() for n in files.namelist() if n.startswith("xl/drawings/drawing")]
charts = sum(d.count("<xdr:graphicFrame") for d in drawings)
print("charts", charts, sum(d.count('descr="') for d in drawings))
