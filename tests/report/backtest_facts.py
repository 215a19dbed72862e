"""Prints what openpyxl finds in a backtest's workbook, one line per fact: backtest_facts.py WORKBOOK"""
import sys, warnings, zipfile, openpyxl
warnings.simplefilter("ignore")
book = openpyxl.load_workbook(sys.argv[1])
print("sheets", "|".join(book.sheetnames))
names = book.defined_names
listed = names.definedName if hasattr(names, "definedName") else names.values()
print("names", "|".join(sorted(n.name for n in listed)))
print("merged", sum(len(sheet.merged_cells.ranges) for sheet in book))
for sheet in book:
    if sheet.title in ("Chart data", "Data", "Dictionary"):
        continue
    for row in sheet.iter_rows():
        print(sheet.title, "|".join("" if c.value is None else str(c.value) for c in row).rstrip("|"))
skill = book["Scores"]["G5"].value
if skill is not None:
    print("number Scores G5", round(skill, 9), book["Scores"]["G5"].number_format)
files = zipfile.ZipFile(sys.argv[1])
print("property", "feed" in files.read("docProps/custom.xml").decode())
drawings = [files.read(n).decode() for n in files.namelist() if n.startswith("xl/drawings/drawing")]
print("charts", sum(d.count("<xdr:graphicFrame") for d in drawings), sum(d.count('descr="') for d in drawings))
