"""Holds the signature rule of verify_proof.py against foreign vectors: check_vectors.py VERIFIER FOLDER."""
import importlib.util
import json
import sys

sys.dont_write_bytecode = True
specification = importlib.util.spec_from_file_location("verify_proof", sys.argv[1])
verifier = importlib.util.module_from_spec(specification)
specification.loader.exec_module(verifier)


def vectors(name):
    with open(f"{sys.argv[2]}/{name}", encoding="utf-8") as file:
        return json.load(file)


disputed = [verifier.is_signed(*(bytes.fromhex(case[name]) for name in ("pub_key", "message", "signature")))
            for case in vectors("ed25519_speccheck.json")]
assert [place for place, passes in enumerate(disputed) if passes] == [3], disputed

checked = 0
for group in vectors("wycheproof_ed25519.json")["testGroups"]:
    key = bytes.fromhex(group["publicKey"]["pk"])
    for case in group["tests"]:
        signed = verifier.is_signed(key, bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
        assert signed == (case["result"] == "valid"), case
        checked += 1
print(f"{len(disputed)} disputed signatures, {checked} of Wycheproof: as the rule says")
