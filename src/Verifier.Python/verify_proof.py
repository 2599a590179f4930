#!/usr/bin/env python3
"""Checks proof files of DeAI.Chain with nothing but the chain's genesis file: no node, no network, no code of the chain.

Written from the READMEs of DeAI.Chain.Ledger and DeAI.Chain.Consensus alone. Section names in the comments are theirs.
Needs Python 3.9 or later and python3-cryptography, for Ed25519.

    verify_proof.py --genesis GENESIS [--list FILE] [PROOF ...]

Exit code 0: every proof holds. 1: at least one does not. 2: usage, or a genesis file that cannot be used.
"""
import argparse
import functools
import hashlib
import json
import re
import sys
from collections import namedtuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ZERO = bytes(32)
MAX_FILE_CHARACTERS, MAX_GENESIS_CHARACTERS = 64 << 20, 8 << 20
MAX_KEY, MAX_VALUE, MAX_PAYLOAD, MAX_TRANSACTION = 255, 4 << 20, 2 << 20, (2 << 20) + 512
MAX_PARTS, MAX_SEATS, FINALIZE = 4096, 128, 3

class Refused(Exception):
    def __init__(self, code, detail):
        super().__init__(f"{code}: {detail}")

def refuse_if(condition, code, detail):
    if condition:
        raise Refused(code, detail)

# Notation
def sha256(data):
    return hashlib.sha256(data).digest()

def domain_hash(domain, data):
    return sha256(bytes([len(domain)]) + domain.encode("ascii") + data)

# Canonical encoding
class Reader:
    """Reads values one after another; whatever is not in its only form is refused."""
    def __init__(self, data):
        self.data, self.at = data, 0
    def take(self, count):
        refuse_if(count > len(self.data) - self.at, "encoding.truncated", f"{count} bytes needed, {len(self.data) - self.at} left")
        self.at += count
        return self.data[self.at - count:self.at]
    def number(self, width, least):
        value = int.from_bytes(self.take(width), "big")
        refuse_if(value < least, "encoding.not_shortest", f"{value} has a shorter form")
        return value
    def sized(self, kind, small, forms, most, least=None):
        """The length or count that the first bytes announce: at most, or from least to most, and no more than the bytes that are left."""
        code = self.take(1)[0]
        if small and small[0] <= code <= small[1]:
            length = code - small[0]
        elif code in forms:
            length = self.number(*forms[code])
        else:
            raise Refused("encoding.wrong_type", f"expected {kind}, found {code:02x}")
        refuse_if(least is not None and not least <= length <= most, "encoding.wrong_length", f"{length} in {kind}, expected {least} to {most}")
        refuse_if(length > most, "encoding.too_long", f"{length} in {kind}, at most {most}")
        refuse_if(length > len(self.data) - self.at, "encoding.truncated", f"{length} in {kind}, {len(self.data) - self.at} bytes left")
        return length
    def items(self, most, least=None):
        return self.sized("an array", (0x90, 0x9F), {0xDC: (2, 16), 0xDD: (4, 1 << 16)}, most, least)
    def fields(self, count):
        return self.items(count, count)
    def list_of(self, read, most):
        return [read(self) for _ in range(self.items(most))]
    def binary(self, most, least=None):
        return self.take(self.sized("a binary string", None, {0xC4: (1, 0), 0xC5: (2, 1 << 8), 0xC6: (4, 1 << 16)}, most, least))
    def exactly(self, length):
        return self.binary(length, length)
    def hash(self):
        return self.exactly(32)
    def text(self, most):
        data = self.take(self.sized("text", (0xA0, 0xBF), {0xD9: (1, 32), 0xDA: (2, 1 << 8), 0xDB: (4, 1 << 16)}, most))
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            raise Refused("encoding.bad_text", "not UTF-8") from None
    def unsigned(self, bits=64):
        code = self.take(1)[0]
        if code <= 0x7F:
            return code
        forms = {0xCC: (1, 1 << 7), 0xCD: (2, 1 << 8), 0xCE: (4, 1 << 16), 0xCF: (8, 1 << 32)}
        refuse_if(code not in forms, "encoding.wrong_type", f"expected an unsigned integer, found {code:02x}")
        value = self.number(*forms[code])
        refuse_if(value >> bits, "encoding.out_of_range", f"{value} does not fit {bits} bits")
        return value
    def digest_or_nil(self):
        if self.at < len(self.data) and self.data[self.at] == 0xC0:
            self.at += 1
            return None
        digest = self.hash()
        refuse_if(digest == ZERO, "encoding.out_of_range", "a digest of zeros")
        return digest

def decode(read, data):
    reader = Reader(data)
    value = read(reader)
    refuse_if(reader.at != len(data), "encoding.trailing_bytes", f"{len(data) - reader.at} bytes after the value")
    return value

def encode_integer(value):
    if -32 <= value <= 0x7F:
        return value.to_bytes(1, "big", signed=value < 0)
    for code, width in zip((0xD0, 0xD1, 0xD2, 0xD3) if value < 0 else (0xCC, 0xCD, 0xCE, 0xCF), (1, 2, 4, 8)):
        if -(1 << (8 * width - 1)) <= value < 1 << (8 * width):
            return bytes([code]) + value.to_bytes(width, "big", signed=value < 0)
    raise ValueError(f"{value} does not fit 64 bits")

def encode_sized(length, small, forms):
    if small is not None and length < small[1]:
        return bytes([small[0] + length])
    code, width = next(form for form in forms if length < 1 << (8 * form[1]))
    return bytes([code]) + length.to_bytes(width, "big")

def encode_array(items):
    return encode_sized(len(items), (0x90, 16), ((0xDC, 2), (0xDD, 4))) + b"".join(items)

def encode_text(text):
    data = text.encode("utf-8")
    return encode_sized(len(data), (0xA0, 32), ((0xD9, 1), (0xDA, 2), (0xDB, 4))) + data

def encode_binary(data):
    return encode_sized(len(data), None, ((0xC4, 1), (0xC5, 2), (0xC6, 4))) + data

# Ed25519 by the strict rule ("Formats"). The library checks S < L and compares R byte for byte; it lets keys and R of small order pass.
P = 2 ** 255 - 19
ORDER_8 = int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little")
SMALL_ORDER = {0, 1, P - 1, ORDER_8, P - ORDER_8}

def is_usable_point(encoded):
    y = int.from_bytes(encoded, "little") & (2 ** 255 - 1)
    return y < P and y not in SMALL_ORDER

@functools.lru_cache(maxsize=65536)
def is_signed(key, message, signature):
    if not is_usable_point(key) or not is_usable_point(signature[:32]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False

# Validator sets
def check_validators(seats):
    refuse_if(not 1 <= len(seats) <= MAX_SEATS, "validators.bad_set", f"{len(seats)} seats")
    keys = [key for _, key in seats]
    ascending = all(a[0] < b[0] for a, b in zip(seats, seats[1:]))
    refuse_if(not ascending or len(set(keys)) != len(keys) or ZERO in keys, "validators.bad_set", "not ascending, or keys not distinct")
    return seats

def read_validators(reader):
    def seat(item):
        item.fields(2)
        return item.unsigned(32), item.hash()
    return check_validators(reader.list_of(seat, MAX_SEATS))

def hash_of_validators(seats):
    items = [encode_array([encode_integer(organisation), encode_binary(key)]) for organisation, key in seats]
    return domain_hash("deai.validators.v1", encode_array(items))

# JSON
def parse_json(text):
    def members(pairs):
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a member is given twice")
        return dict(pairs)
    def integer(number):
        if not re.fullmatch("0|-?[1-9][0-9]{0,19}", number):
            raise ValueError(f"{number} is no integer of 64 bits")
        return int(number)
    return json.loads(text, object_pairs_hook=members, parse_int=integer, parse_float=integer, parse_constant=integer)

# Genesis
Genesis = namedtuple("Genesis", "chain validators")

def canonical_json(value, depth=1):
    if depth > 33:
        raise ValueError("nested too deep")
    if value is None or isinstance(value, bool):
        return {None: b"\xc0", False: b"\xc2", True: b"\xc3"}[value]
    if isinstance(value, (int, str)):
        return encode_text(value) if isinstance(value, str) else encode_integer(value)
    if isinstance(value, list):
        return encode_array([b"\x00", encode_array([canonical_json(item, depth + 1) for item in value])])
    members = sorted(value.items(), key=lambda member: member[0].encode("utf-8"))
    parts = [part for name, item in members for part in (encode_text(name), canonical_json(item, depth + 1))]
    return encode_array([b"\x01", encode_array(parts)])

def read_genesis(text):
    refuse_if(len(text) > MAX_GENESIS_CHARACTERS, "genesis.too_large", f"{len(text)} characters")
    try:  # comments are left out, strings stay
        bare = re.sub(r'("(?:[^"\\]|\\.)*")|//[^\r\n]*|/\*.*?\*/', lambda found: found[1] or " ", text, flags=re.DOTALL)
        root = parse_json(bare)
        if not {"name", "time_ms", "validators"} <= set(root) <= {"name", "time_ms", "validators", "parameters", "modules"}:
            raise ValueError("a member is missing or unknown")
        seats = []
        for seat in root["validators"]:
            organisation, key = seat["organisation"], seat["key"]
            if set(seat) != {"organisation", "key"} or type(organisation) is not int or not 1 <= organisation < 1 << 32:
                raise ValueError("a validator is not {organisation, key}")
            if not re.fullmatch(r"[0-9a-fA-F]{64}", key) or not is_usable_point(bytes.fromhex(key)):
                raise ValueError("a validator's key is none")
            seats.append((organisation, bytes.fromhex(key)))
        return Genesis(domain_hash("deai.genesis.v1", canonical_json(root)), check_validators(seats))
    except (ValueError, TypeError, KeyError, RecursionError) as malformed:
        raise Refused("genesis.bad_json", str(malformed)) from None

# Block headers
Header = namedtuple(
    "Header", "chain epoch height view parent time_ms transactions_root state_root receipts_root history_root validators_hash "
    "next_validators_hash parameters_hash proposer beacon_proof digest")

def is_carrier(header):
    return header.height > 0 and header.beacon_proof == bytes(80)

def decode_header(data):
    def read(r):
        r.fields(15)
        return (r.hash(), r.unsigned(), r.unsigned(), r.unsigned(), r.hash(), r.unsigned(), *(r.hash() for _ in range(8)), r.exactly(80))
    return Header(*decode(read, data), domain_hash("deai.block.v1", data))

# Certificates ("To verify a certificate") and finality
Certificate = namedtuple("Certificate", "epoch kind view digest bitmap signatures")

def read_certificate(reader):
    reader.fields(6)
    epoch, kind, view, digest = reader.unsigned(), reader.unsigned(8), reader.unsigned(), reader.digest_or_nil()
    refuse_if(kind not in (1, 2, 3) or (digest is None) != (kind == 2), "consensus.bad_vote", f"kind {kind}, digest {digest}")
    return Certificate(epoch, kind, view, digest, reader.binary(MAX_SEATS // 8), reader.binary(MAX_SEATS * 64))

class LightClient:
    """Follows the validators from genesis through every epoch."""
    def __init__(self, genesis):
        self.chain, self.validators, self.epoch, self.start_view = genesis.chain, genesis.validators, 0, 0
        self.validators_hash = hash_of_validators(self.validators)
    def pass_handover(self, part):
        closing = self.check(part)
        following = decode(read_validators, part.next_validators)
        closes = closing.next_validators_hash != closing.validators_hash and not is_carrier(closing)
        refuse_if(not closes or hash_of_validators(following) != closing.next_validators_hash,
                  "proof.bad_handover", f"height {closing.height} does not hand epoch {self.epoch} over to these validators")
        self.validators, self.epoch, self.start_view = following, self.epoch + 1, closing.view
        self.validators_hash = closing.next_validators_hash
    def check(self, part):
        """The part's header, shown final."""
        header = newest = self.own(decode_header(part.header))
        for encoded in part.descendants:
            child = self.own(decode_header(encoded))
            refuse_if(child.parent != newest.digest, "proof.bad_headers", f"height {child.height} is not a child of {newest.digest.hex()}")
            newest = child
        certificate = decode(read_certificate, part.certificate)
        refuse_if((certificate.kind, certificate.digest, certificate.view) != (FINALIZE, newest.digest, newest.view),
                  "proof.bad_certificate", f"the certificate is not a finalization of {newest.digest.hex()}")
        self.check_certificate(certificate)
        return header
    def own(self, header):
        refuse_if(header.chain != self.chain, "proof.wrong_chain", f"height {header.height} is of chain {header.chain.hex()}")
        refuse_if((header.epoch, header.validators_hash) != (self.epoch, self.validators_hash),
                  "proof.bad_handover", f"height {header.height} is of epoch {header.epoch}, the handovers lead to {self.epoch}")
        return header
    def check_certificate(self, certificate):
        seats = len(self.validators)
        quorum = seats - (seats - 1) // 3
        refuse_if(certificate.epoch != self.epoch, "consensus.wrong_epoch", f"epoch {certificate.epoch}, here is {self.epoch}")
        refuse_if(certificate.view <= self.start_view, "consensus.view_out_of_range", f"{certificate.view} is not above {self.start_view}")
        refuse_if(len(certificate.bitmap) != (seats + 7) // 8, "consensus.bad_bitmap", f"{len(certificate.bitmap)} bytes for {seats} seats")
        bits = int.from_bytes(certificate.bitmap, "little")
        refuse_if(bits >> seats, "consensus.seat_out_of_range", f"a seat beyond {seats - 1}")
        voters = [seat for seat in range(seats) if bits >> seat & 1]
        refuse_if(len(voters) < quorum, "consensus.no_quorum", f"{len(voters)} votes, {quorum} are needed")
        refuse_if(len(certificate.signatures) != 64 * len(voters), "consensus.bad_bitmap", f"not 64 bytes for each of {len(voters)} voters")
        message = encode_array([
            encode_text("deai.consensus.vote.v1"), encode_binary(self.chain), encode_integer(certificate.epoch),
            encode_integer(certificate.kind), encode_integer(certificate.view), encode_binary(certificate.digest)])
        for place, seat in enumerate(voters):
            signature = certificate.signatures[64 * place:64 * place + 64]
            refuse_if(not is_signed(self.validators[seat][1], message, signature), "consensus.bad_signature", f"seat {seat}")

# Paths in a Merkle tree
Path = namedtuple("Path", "index count siblings")

def read_path(reader):
    reader.fields(3)
    return Path(reader.unsigned(), reader.unsigned(), reader.list_of(Reader.hash, 64))

def check_counted_root(domain, root, path, item):
    """That the encoded item is the list's number path.index."""
    hashed, index, last = sha256(b"\x00" + item), path.index, path.count - 1
    holds = index <= last
    for sibling in path.siblings:
        holds = holds and last > 0
        if index & 1 or index == last:
            hashed = sha256(b"\x01" + sibling + hashed)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            hashed = sha256(b"\x01" + hashed + sibling)
        index, last = index >> 1, last >> 1
    holds = holds and not last and domain_hash(domain, path.count.to_bytes(8, "big") + hashed) == root
    refuse_if(not holds, "ledger.bad_proof", f"item {path.index} of {path.count} is not under {domain} {root.hex()}")

# Transactions and receipts
Receipt = namedtuple("Receipt", "transaction status reason fee events")

def read_transaction_id(reader):
    """The id of the encoded transaction."""
    reader.fields(2)
    start = reader.at
    reader.fields(9)
    reader.hash(), reader.hash(), reader.hash(), reader.unsigned(), reader.unsigned(), reader.unsigned()
    reader.unsigned(16), reader.unsigned(16), reader.binary(MAX_PAYLOAD)
    body = reader.data[start:reader.at]
    reader.exactly(64)
    return domain_hash("deai.tx.v1", body)

def read_event(reader):
    def attribute(item):
        item.fields(2)
        return item.text(64), item.text(512)
    reader.fields(2)
    return reader.text(64), reader.list_of(attribute, 32)

def read_receipt(reader):
    reader.fields(5)
    transaction, status = reader.hash(), reader.unsigned(8)
    refuse_if(status not in (1, 2), "encoding.out_of_range", f"{status} is no receipt status")
    return Receipt(transaction, status, reader.text(64), reader.unsigned(), reader.list_of(read_event, 1024))

def read_receipt_proof(reader):
    """The receipt, its encoding, its path."""
    reader.fields(2)
    start = reader.at
    receipt = read_receipt(reader)
    return receipt, reader.data[start:reader.at], read_path(reader)

def describe_receipt(receipt, index):
    outcome = f"refused: {receipt.reason}" if receipt.status == 2 else f"applied {receipt.reason}".rstrip()
    return f"transaction {receipt.transaction.hex()}, index {index}: {outcome}; fee {receipt.fee}"

def check_receipt(proof, header):
    receipt, encoded, path = decode(read_receipt_proof, proof.proof)
    check_counted_root("deai.receipts.v1", header.receipts_root, path, encoded)
    return describe_receipt(receipt, path.index)

def check_transaction(proof, header):
    def read(reader):
        reader.fields(2)
        return reader.binary(MAX_TRANSACTION), read_path(reader)
    transaction, path = decode(read, proof.proof)
    receipt, encoded, receipt_path = decode(read_receipt_proof, proof.receipt_proof)
    identity = decode(read_transaction_id, transaction)
    check_counted_root("deai.transactions.v1", header.transactions_root, path, transaction)
    check_counted_root("deai.receipts.v1", header.receipts_root, receipt_path, encoded)
    refuse_if((receipt.transaction, receipt_path.index, receipt_path.count) != (identity, path.index, path.count + 1),
              "proof.bad_content", "the receipt is another transaction's")
    return describe_receipt(receipt, path.index)

# State
def bit_of(path, index):
    return path[index >> 3] >> (7 - (index & 7)) & 1

def check_state(proof, header):
    def read(reader):
        fields, kind = reader.items(4, 2), reader.unsigned(8)
        refuse_if(kind > 2, "encoding.out_of_range", f"{kind} is no kind of proof")
        refuse_if(fields != kind + 2, "encoding.wrong_length", f"{fields} fields make no proof of kind {kind}")
        siblings = reader.list_of(Reader.hash, 256)
        rest = () if kind == 0 else (reader.binary(MAX_VALUE),) if kind == 1 else (reader.hash(), reader.hash())
        return kind, siblings, rest
    kind, siblings, rest = decode(read, proof.proof)
    path = sha256(proof.key)
    hashed = sha256(b"\x80" + path + sha256(rest[0])) if kind == 1 else ZERO
    if kind == 2:
        other = rest[0]
        hangs_there = other != path and all(bit_of(other, bit) == bit_of(path, bit) for bit in range(len(siblings)))
        refuse_if(not hangs_there, "state.bad_proof", "the other leaf does not hang where the key would")
        hashed = sha256(b"\x80" + other + rest[1])
    for bit in reversed(range(len(siblings))):
        hashed = sha256(b"\x81" + (siblings[bit] + hashed if bit_of(path, bit) else hashed + siblings[bit]))
    refuse_if(hashed != header.state_root, "state.bad_proof", f"the proof leads to {hashed.hex()}, not to {header.state_root.hex()}")
    return f"key {proof.key.hex()} " + (f"= {rest[0].hex()}" if kind == 1 else "is absent")

def root_of_leaves(leaves, bit=0):
    """[(path, leaf hash)...], ascending, alike in all bits before this one."""
    if len(leaves) <= 1:
        return leaves[0][1] if leaves else ZERO
    split = next((i for i, leaf in enumerate(leaves) if bit_of(leaf[0], bit)), len(leaves))
    return sha256(b"\x81" + root_of_leaves(leaves[:split], bit + 1) + root_of_leaves(leaves[split:], bit + 1))

def check_range(proof, header):
    def entry(reader):
        reader.fields(2)
        return reader.binary(MAX_KEY), reader.binary(MAX_VALUE)
    entries = decode(lambda reader: reader.list_of(entry, 1 << 20), proof.proof)
    first, end = proof.key, proof.end_key
    refuse_if(max(len(first), len(end)) > MAX_KEY or (end and first >= end), "state.bad_range", "the end is not above the first key")
    leaves, within = [], []
    for key, value in entries:
        path, inside = sha256(key), first <= key and (not end or key < end)
        refuse_if(leaves and path <= leaves[-1][0], "state.bad_proof", "paths are not ascending")
        refuse_if(not inside and len(value) != 32, "state.bad_proof", "an entry outside the range has no hash")
        within += [(key, value)] if inside else []
        leaves.append((path, sha256(b"\x80" + path + (sha256(value) if inside else value))))
    refuse_if(root_of_leaves(leaves) != header.state_root, "state.bad_proof", f"the entries do not lead to {header.state_root.hex()}")
    listed = "".join(f"; {key.hex()} = {value.hex()}" for key, value in sorted(within))
    return f"exactly {len(within)} entries from {first.hex() or 'the lowest'} on to below {end.hex() or 'any bound'}{listed}"

# Proof file
Part = namedtuple("Part", "header descendants certificate next_validators")
Proof = namedtuple("Proof", "kind height key end_key proof receipt_proof finality handovers")

CHECKS = {"state": check_state, "transaction": check_transaction, "receipt": check_receipt, "range": check_range}
LOWER_HEX = re.compile(r"(?:[0-9a-f]{2})*")

def hexadecimal(value):
    if not isinstance(value, str) or not LOWER_HEX.fullmatch(value):
        raise ValueError("a field is not lower-case hexadecimal")
    return bytes.fromhex(value)

def members_of(value, names):
    if not isinstance(value, dict) or set(value) != set(names):
        raise ValueError(f"not exactly the members {', '.join(names)}")
    return [value[name] for name in names]

def list_of(value, read):
    if not isinstance(value, list) or len(value) > MAX_PARTS:
        raise ValueError("not a list of a possible length")
    return [read(item) for item in value]

def parse_part(value):
    header, descendants, certificate, following = members_of(value, Part._fields)
    return Part(hexadecimal(header), list_of(descendants, hexadecimal), hexadecimal(certificate), hexadecimal(following))

def parse_proof(text):
    refuse_if(len(text) > MAX_FILE_CHARACTERS, "proof.bad_file", f"more than {MAX_FILE_CHARACTERS} characters")
    try:
        form, kind, height, *blobs, finality, handovers = members_of(parse_json(text), ("format",) + Proof._fields)
        if form != "deai.proof.v1" or kind not in CHECKS or type(height) is not int or not 0 <= height < 1 << 64:
            raise ValueError("no such format, kind or height")
        return Proof(kind, height, *map(hexadecimal, blobs), parse_part(finality), list_of(handovers, parse_part))
    except (ValueError, TypeError, RecursionError) as malformed:
        raise Refused("proof.bad_file", str(malformed)) from None

def verify(text, genesis):
    """What the proof file shows, in words; raises Refused."""
    proof = parse_proof(text)
    client = LightClient(genesis)
    for handover in proof.handovers:
        client.pass_handover(handover)
    header = client.check(proof.finality)
    refuse_if(is_carrier(header), "proof.bad_headers", "a carrier is no block of the history")
    refuse_if(proof.finality.next_validators or header.height != proof.height, "proof.bad_content", f"not about height {proof.height}")
    of_state, of_range = proof.kind == "state", proof.kind == "range"
    refuse_if(not of_range and (bool(proof.key) != of_state or proof.end_key), "proof.bad_content", "keys of another kind")
    refuse_if(of_state and len(proof.key) > MAX_KEY, "proof.bad_content", "a key longer than any")
    refuse_if(proof.receipt_proof and proof.kind != "transaction", "proof.bad_content", "a receipt too much")
    return f"at height {header.height}, block {header.digest.hex()}: {CHECKS[proof.kind](proof, header)}"

def read_text(path):
    """One character more than a file may have, so that a longer one is seen to be."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return file.read(MAX_FILE_CHARACTERS + 1)

def main():
    parser = argparse.ArgumentParser(description="Checks proof files of DeAI.Chain against a genesis file.")
    parser.add_argument("--genesis", required=True, help="the genesis file of the chain that the proofs are to be about")
    parser.add_argument("--list", help="a file with the path of a proof file on each line; - for the standard input")
    parser.add_argument("proofs", nargs="*", help="proof files")
    options = parser.parse_args()
    try:
        genesis = read_genesis(read_text(options.genesis))
        if options.list:
            with sys.stdin if options.list == "-" else open(options.list, encoding="utf-8") as listed:
                options.proofs += listed.read().splitlines()
    except (OSError, UnicodeError, Refused) as problem:
        print(f"verify_proof: {problem}", file=sys.stderr)
        return 2
    refused = 0
    for path in options.proofs:
        try:
            verdict = f"proven: {verify(read_text(path), genesis)}"
        except (OSError, UnicodeError, Refused) as problem:
            refused += 1
            verdict = f"refused, {problem if isinstance(problem, Refused) else f'proof.bad_file: {problem}'}"
        print(f"{path}: {verdict}")
    return 1 if refused else 0

if __name__ == "__main__":
    sys.exit(main())
