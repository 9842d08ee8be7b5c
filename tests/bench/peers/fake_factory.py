# SPDX-License-Identifier: GPL-3.0-or-later
# fake_factory.py ROWS: the peer of `lnds-synth persons`, three fields a row.
import sys

from faker import Faker

fake = Faker("de_DE")
for _ in range(int(sys.argv[1])):
    print(fake.last_name(), fake.first_name(), fake.date(), sep=",")
