#!/usr/bin/env python3
"""Computes what a replay of a file in UCI's "Online Retail" columns must end with, from the rules alone.

    uci_totals.py FILE [--match-returns] [--shortfall POLICY] [--tiers SILVER,GOLD] [--errors FILE] [--order] [--balances]

FILE is CSV or gzipped CSV. Prints one JSON object with the keys of `loyalty replay --json` that do not depend on speed
or on how often the file was replayed. Shares no code with the engine and needs nothing but Python 3: where the two
disagree, one of them is wrong. --errors writes `line,reason` of each skipped line. --order prints
instead, for each member, the numbers of the member's invoices in the order in which they must take effect; --balances
prints instead, for each member, points and debt in the end.

The rules:

* A line without a customer, or that cannot be read, is skipped and counted under the first reason that applies.
* Lines of one invoice number and one customer are one invoice, in the place of its first line, also where up to 1,000
  records lie between them. A part that comes later still is refused (its request id was used).
* A line's amount is quantity times unit price, rounded half up to the penny.
* An invoice earns 1 point for each whole pound of its lines' sum, rounded down once per invoice.
* A number that begins with C is a cancellation and takes points back by the same rule.
* Points earned repay debt first; what a cancellation takes beyond the points there are becomes debt, or with
  --shortfall forgive is not taken.

With --match-returns (of `loyalty replay`) a cancellation brings goods of earlier sales back:

* A line of a cancellation takes from the member's earlier sales of the article at the same unit price that are not
  later in time: from the latest in the file that has any left, there from the last line of it, and so on.
* What comes back of a sale claims the points that the sale earned less those that the lines left of it would earn.
  What is left of a line is its amount less the share of the quantity that came back, the share rounded down.
* What finds no sale takes points back without a reference, its amount being quantity times unit price once more.

With --tiers (of a program with tiers by points of all time, and a rule that doubles them for gold):

* All points that were earned count, less those that were taken back, though never below nothing. Who has so many has
  silver, or gold.
* Who has gold before an invoice earns twice for it, and what comes back of it claims twice. What comes back without a
  reference does not.
"""

import argparse
import csv
import functools
import gzip
import json
import os
import re
import sys
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

COLUMNS = 8
DATE = "%Y-%m-%d %H:%M:%S"
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


@functools.lru_cache(maxsize=1024)
def date(text):
    try:
        return datetime.strptime(text.strip(), DATE)
    except ValueError:
        return None


def member_of(customer):
    """17850.0 is member 17850."""
    return re.sub(r"\.0+$", "", customer.strip())


def why_skipped(row, header):
    if len(row) != COLUMNS:
        return "wrong_column_count"
    if row == header:
        return "repeated_header"
    invoice, _, _, quantity_text, date_text, price_text, customer, _ = row
    if not customer.strip():
        return "no_customer"
    if not CUSTOMER.fullmatch(member_of(customer)):
        return "unusable_customer"
    if not INVOICE.fullmatch(invoice.strip()):
        return "unusable_invoice_number"
    quantity, price = number(quantity_text), number(price_text)
    if quantity is None or price is None or quantity * 1000 % 1 != 0:
        return "unreadable_number"
    if date(date_text) is None:
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
    """One member's points, and what counts towards a tier."""

    def __init__(self):
        self.points = 0
        self.debt = 0
        self.counted = 0

    def tier(self, tiers):
        return ["basic", "silver", "gold"][sum(self.counted >= threshold for threshold in tiers)]

    def earn(self, points):
        repaid = min(self.debt, points)
        self.debt -= repaid
        self.points += points - repaid

    def take_back(self, points, forgive):
        """What was taken, from the points there are or as debt."""
        covered = min(self.points, points)
        self.points -= covered
        if forgive:
            return covered
        self.debt += points - covered
        return points


class Line:
    """A usable line: quantities are positive, amounts in pence."""

    def __init__(self, row, number_in_file):
        self.article = row[1].strip()[:64]
        self.quantity = abs(number(row[3]))
        self.time = date(row[4])
        self.price = number(row[5])
        self.amount = pence(self.quantity, self.price)
        self.number_in_file = number_in_file


class Sold:
    """A line of a sale, and how much of it came back."""

    def __init__(self, sale, line, time):
        self.sale, self.line, self.time, self.back = sale, line, time, Decimal(0)

    def left(self):
        return self.line.quantity - self.back

    def amount_left(self):
        share = self.line.amount * int(self.back * 1000) // int(self.line.quantity * 1000)
        return self.line.amount - share


class Matching:
    """Which sales cancellations bring goods back of, and what that claims."""

    def __init__(self):
        self.times = {}  # (number, member) -> how many times the points it earned
        self.sold = {}  # (member, article) -> lines sold, in the file's order
        self.sales = {}  # (number, member) -> lines sold
        self.counted = dict.fromkeys((
            "cancellation_lines", "lines_matched", "lines_matched_in_part", "lines_not_matched",
            "lines_at_another_price", "returns_by_reference", "points_claimed_by_reference"), 0)

    def keep(self, key, lines, times):
        self.times[key] = times
        self.sales[key] = [Sold(key, line, lines[0].time) for line in lines]
        for sold in self.sales[key]:
            self.sold.setdefault((key[1], sold.line.article), []).append(sold)

    def points_left(self, key):
        return self.times[key] * (sum(sold.amount_left() for sold in self.sales[key]) // 100)

    def claims(self, key, lines):
        """The points to take back for each request: those without a reference, then those of each sale."""
        rest, before = 0, {}
        for line in lines:
            wanted = line.quantity
            there = [sold for sold in self.sold.get((key[1], line.article), [])
                     if sold.left() > 0 and sold.time <= lines[0].time]
            for sold in reversed([sold for sold in there if sold.line.price == line.price]):
                taken = min(wanted, sold.left())
                if taken > 0:
                    before.setdefault(sold.sale, self.points_left(sold.sale))
                    sold.back += taken
                    wanted -= taken
            rest += pence(wanted, line.price)
            self.count(wanted == 0, wanted == line.quantity, bool(there))
        claims = [points - self.points_left(sale) for sale, points in before.items()]
        self.counted["returns_by_reference"] += len(claims)
        self.counted["points_claimed_by_reference"] += sum(claims)
        return [rest // 100] + claims

    def count(self, whole, none, had):
        self.counted["cancellation_lines"] += 1
        self.counted["lines_matched"] += whole
        self.counted["lines_matched_in_part"] += not whole and not none
        self.counted["lines_not_matched"] += none
        self.counted["lines_at_another_price"] += none and had


def read(path, errors):
    """The invoices in the order of their first lines, the number of lines, and the skipped ones by reason."""
    skipped = {}
    lines = 0

    def skip(line, reason):
        skipped[reason] = skipped.get(reason, 0) + 1
        errors.write(f"{line},{reason}\n")

    # (number, member) -> [last record, lines]; a dict keeps the order of first lines.
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
                invoice = invoices[key] = [lines, []]
            elif lines - invoice[0] > INVOICE_GAP:
                skip(first_line, "refused_request_id_reused")
                continue
            invoice[0] = lines
            invoice[1].append(Line(row, first_line))

    kept = {}
    for key, (_, of_invoice) in invoices.items():
        if len(of_invoice) <= INVOICE_LINES:
            kept[key] = of_invoice
            continue
        for line in of_invoice:
            skip(line.number_in_file, "invoice_too_long")
    return kept, lines, skipped


def order(invoices):
    members = {}
    for number, member in invoices:
        members.setdefault(member, []).append(number)
    return members


def play(invoices, matching, forgive, tiers):
    """Each member's books in the end, and what was counted on the way."""
    members = {}
    counted = {"invoices": 0, "cancellations": 0, "issued": 0, "taken_back": 0}
    for key, lines in invoices.items():
        books = members.setdefault(key[1], Books())
        points = sum(line.amount for line in lines) // 100
        if key[0].startswith("C"):
            counted["cancellations"] += 1
            for claim in matching.claims(key, lines) if matching else [points]:
                counted["taken_back"] += books.take_back(claim, forgive)
                books.counted -= min(books.counted, claim)
        else:
            times = 2 if tiers and books.tier(tiers) == "gold" else 1
            counted["invoices"] += 1
            counted["issued"] += times * points
            books.earn(times * points)
            books.counted += times * points
            if matching:
                matching.keep(key, lines, times)
    return members, counted


def totals(members, counted, lines, skipped, matching):
    matched = {"matched_returns": matching.counted} if matching else {}
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
        **matched,
    }


def main():
    parser = argparse.ArgumentParser(description="Computes what a replay of FILE must end with.")
    parser.add_argument("file")
    parser.add_argument("--errors", help="write line,reason of each skipped line here")
    parser.add_argument("--order", action="store_true", help="print each member's invoices in order instead")
    parser.add_argument("--match-returns", action="store_true", help="as loyalty replay --match-returns")
    parser.add_argument("--shortfall", choices=["debt", "forgive"], default="debt", help="as the program says")
    parser.add_argument("--tiers", help="the points that silver and gold ask, as 500,2000")
    parser.add_argument("--balances", action="store_true", help="print each member's points and debt instead")
    arguments = parser.parse_args()
    with open(arguments.errors or os.devnull, "w", encoding="utf-8") as errors:
        errors.write("line,reason\n")
        invoices, lines, skipped = read(arguments.file, errors)
    if arguments.order:
        result = order(invoices)
    else:
        matching = Matching() if arguments.match_returns else None
        tiers = [int(count) for count in arguments.tiers.split(",")] if arguments.tiers else None
        members, counted = play(invoices, matching, arguments.shortfall == "forgive", tiers)
        result = (
            {member: {"points": books.points, "debt": books.debt, **({"tier": books.tier(tiers)} if tiers else {})}
             for member, books in members.items()}
            if arguments.balances
            else totals(members, counted, lines, skipped, matching))
    json.dump(result, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
