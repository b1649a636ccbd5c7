"""Attacks on the anonymity of a real run: ``python -m tests.attack``. Who wrote which case, from all that is stored?"""
