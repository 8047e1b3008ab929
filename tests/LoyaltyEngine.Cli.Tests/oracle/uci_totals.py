#!/usr/bin/env python3
"""Computes what a replay of a file in UCI's "Online Retail" columns must end with, from the rules alone.

    uci_totals.py FILE [--errors FILE] [--order]

FILE is CSV or gzipped CSV. Prints one JSON object with the keys of `loyalty replay --json` that do not depend on speed
or on how often the file was replayed. Shares no code with the engine and needs nothing but Python 3: where the two
disagree, one of them is wrong. --errors writes `line,reason` of each skipped line. --order prints
instead, for each member, the numbers of the member's invoices in the order in which they must take effect.

The rules:

* A line without a customer, or that cannot be read, is skipped and counted under the first reason that applies.
* Lines of one invoice number and one customer are one invoice, in the place of its first line, also where up to 1,000
  records lie between them. A part that comes later still is refused (its request id was used).
* A line's amount is quantity times unit price, rounded half up to the penny.
* An invoice earns 1 point for each whole pound of its lines' sum, rounded down once per invoice.
* A number that begins with C is a cancellation and takes points back by the same rule.
* Points earned repay debt first; what a cancellation takes beyond the points there are becomes debt.
"""

import argparse
import csv
import gzip
import json
import os
import re
import sys
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

COLUMNS = 8
INVOICE_GAP = 1000
INVOICE_LINES = 1000
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
CUSTOMER = re.compile(r"[A-Za-z0-9._-]{1,64}")
INVOICE = re.compile(r"[A-Za-z0-9._:-]{1,64}")


def open_text(path):
    with open(path, "rb") as probe:
        packed = probe.read(2) == b"\x1f\x8b"
    opener = gzip.open if packed else open
    return opener(path, "rt", encoding="utf-8-sig", errors="replace", newline="")


def number(text):
    text = text.strip()
    return Decimal(text) if NUMBER.fullmatch(text) else None


def readable_date(text):
    try:
        datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S")
        return True
    except ValueError:
        return False


def member_of(customer):
    """17850.0 is member 17850."""
    return re.sub(r"\.0+$", "", customer.strip())


def why_skipped(row, header):
    if len(row) != COLUMNS:
        return "wrong_column_count"
    if row == header:
        return "repeated_header"
    invoice, _, _, quantity_text, date, price_text, customer, _ = row
    if not customer.strip():
        return "no_customer"
    if not CUSTOMER.fullmatch(member_of(customer)):
        return "unusable_customer"
    if not INVOICE.fullmatch(invoice.strip()):
        return "unusable_invoice_number"
    quantity, price = number(quantity_text), number(price_text)
    if quantity is None or price is None or quantity * 1000 % 1 != 0:
        return "unreadable_number"
    if not readable_date(date):
        return "unreadable_date"
    if price < 0:
        return "negative_price"
    if quantity == 0:
        return "zero_quantity"
    cancels = invoice.strip().startswith("C")
    if quantity < 0 and not cancels:
        return "negative_line"
    if quantity > 0 and cancels:
        return "positive_line_in_cancellation"
    if abs(quantity) > 1_000_000 or pence(quantity, price) > 10**12:
        return "out_of_range"
    return None


def pence(quantity, price):
    return int((abs(quantity) * price * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


class Books:
    """One member's points, nothing else."""

    def __init__(self):
        self.points = 0
        self.debt = 0

    def earn(self, points):
        repaid = min(self.debt, points)
        self.debt -= repaid
        self.points += points - repaid

    def take_back(self, points):
        covered = min(self.points, points)
        self.points -= covered
        self.debt += points - covered


def read(path, errors):
    """The invoices in the order of their first lines, the number of lines, and the skipped ones by reason."""
    skipped = {}
    lines = 0

    def skip(line, reason):
        skipped[reason] = skipped.get(reason, 0) + 1
        errors.write(f"{line},{reason}\n")

    # (number, member) -> [last record, amounts in pence, line numbers]; a dict keeps the order of first lines.
    invoices = {}
    with open_text(path) as text:
        reader = csv.reader(text)
        header = next(reader)
        after = reader.line_num
        for row in reader:
            first_line, after = after + 1, reader.line_num
            if not row:
                continue
            lines += 1
            reason = why_skipped(row, header)
            if reason:
                skip(first_line, reason)
                continue
            key = (row[0].strip(), member_of(row[6]))
            invoice = invoices.get(key)
            if invoice is None:
                invoice = invoices[key] = [lines, [], []]
            elif lines - invoice[0] > INVOICE_GAP:
                skip(first_line, "refused_request_id_reused")
                continue
            invoice[0] = lines
            invoice[1].append(pence(number(row[3]), number(row[5])))
            invoice[2].append(first_line)

    kept = {}
    for key, (_, amounts, numbers) in invoices.items():
        if len(amounts) <= INVOICE_LINES:
            kept[key] = amounts
            continue
        for line in numbers:
            skip(line, "invoice_too_long")
    return kept, lines, skipped


def order(invoices):
    members = {}
    for number, member in invoices:
        members.setdefault(member, []).append(number)
    return members


def totals(invoices, lines, skipped):
    members = {}
    counted = {"invoices": 0, "cancellations": 0, "issued": 0, "taken_back": 0}
    for (invoice_number, member), amounts in invoices.items():
        books = members.setdefault(member, Books())
        points = sum(amounts) // 100
        if invoice_number.startswith("C"):
            counted["cancellations"] += 1
            counted["taken_back"] += points
            books.take_back(points)
        else:
            counted["invoices"] += 1
            counted["issued"] += points
            books.earn(points)

    return {
        "members": len(members),
        "invoices": counted["invoices"],
        "cancellations": counted["cancellations"],
        "lines": lines,
        "skipped": dict(sorted(skipped.items())),
        "points_issued": counted["issued"],
        "points_taken_back": counted["taken_back"],
        "points_outstanding": sum(books.points for books in members.values()),
        "points_debt": sum(books.debt for books in members.values()),
    }


def main():
    parser = argparse.ArgumentParser(description="Computes what a replay of FILE must end with.")
    parser.add_argument("file")
    parser.add_argument("--errors", help="write line,reason of each skipped line here")
    parser.add_argument("--order", action="store_true", help="print each member's invoices in order instead")
    arguments = parser.parse_args()
    with open(arguments.errors or os.devnull, "w", encoding="utf-8") as errors:
        errors.write("line,reason\n")
        invoices, lines, skipped = read(arguments.file, errors)
    result = order(invoices) if arguments.order else totals(invoices, lines, skipped)
    json.dump(result, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
