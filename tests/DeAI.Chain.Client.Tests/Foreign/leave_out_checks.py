"""Leaves out the checks of verify_proof.py one at a time and says which file then gets a wrong verdict: leave_out_checks.py VERIFIER GENESIS LIST [--table].

A line of LIST is a path, the code that the file is to be refused with (empty: it is true) and its name, with tabs between them.
"""
import os
import sys

sys.dont_write_bytecode = True

# What is left out or weakened; the text that stands in the verifier, once; what stands there instead.
CHECKS = [
    ("encoding.truncated, numbers", 'refuse_if(count > len(self.data) - self.at, "encoding.truncated"', 'refuse_if(False, ""'),
    ("encoding.truncated, strings and lists", 'refuse_if(length > len(self.data) - self.at, "encoding.truncated"', 'refuse_if(False, ""'),
    ("encoding.not_shortest", 'refuse_if(value < least, "encoding.not_shortest"', 'refuse_if(False, ""'),
    ("encoding.not_shortest, lengths", "length = self.number(*forms[code])", "length = self.number(forms[code][0], 0)"),
    ("encoding.wrong_type, integers", 'refuse_if(code not in forms, "encoding.wrong_type", f"expected an unsigned integer, found {code:02x}")', "forms.setdefault(code, (1, 0))"),
    ("encoding.wrong_type, strings and lists", 'raise Refused("encoding.wrong_type", f"expected {kind}, found {code:02x}")', "length = code & 15"),
    ("encoding.wrong_length", 'refuse_if(least is not None and not least <= length <= most, "encoding.wrong_length"', 'refuse_if(False, ""'),
    ("the size before the bytes that are left", "refuse_if(least is not None and",
     'refuse_if(length > len(self.data) - self.at, "encoding.truncated", "")\n        refuse_if(least is not None and'),
    ("encoding.too_long", 'refuse_if(length > most, "encoding.too_long"', 'refuse_if(False, ""'),
    ("encoding.out_of_range, integers", 'refuse_if(value >> bits, "encoding.out_of_range"', 'refuse_if(False, ""'),
    ("encoding.out_of_range, zero digest", 'refuse_if(digest == ZERO, "encoding.out_of_range"', 'refuse_if(False, ""'),
    ("encoding.out_of_range, status", 'refuse_if(status not in (1, 2), "encoding.out_of_range"', 'refuse_if(False, ""'),
    ("encoding.out_of_range, kind of state proof", 'refuse_if(kind > 2, "encoding.out_of_range"', 'refuse_if(False, ""'),
    ("encoding.wrong_length, fields of the kind", 'refuse_if(fields != kind + 2, "encoding.wrong_length"', 'refuse_if(False, ""'),
    ("encoding.bad_text", 'data.decode("utf-8")', 'data.decode("utf-8", "replace")'),
    ("encoding.bad_text, surrogates", 'data.decode("utf-8")', 'data.decode("utf-8", "surrogatepass")'),
    ("encoding.trailing_bytes", 'refuse_if(reader.at != len(data), "encoding.trailing_bytes"', 'refuse_if(False, ""'),
    ("y below p", "return y < P and y not in SMALL_ORDER", "return y not in SMALL_ORDER"),
    ("small order: y = 0", "SMALL_ORDER = {0, 1, P - 1, ORDER_8, P - ORDER_8}", "SMALL_ORDER = {1, P - 1, ORDER_8, P - ORDER_8}"),
    ("small order: y = 1", "SMALL_ORDER = {0, 1, P - 1, ORDER_8, P - ORDER_8}", "SMALL_ORDER = {0, P - 1, ORDER_8, P - ORDER_8}"),
    ("small order: y = p - 1", "SMALL_ORDER = {0, 1, P - 1, ORDER_8, P - ORDER_8}", "SMALL_ORDER = {0, 1, ORDER_8, P - ORDER_8}"),
    ("small order: y8", "SMALL_ORDER = {0, 1, P - 1, ORDER_8, P - ORDER_8}", "SMALL_ORDER = {0, 1, P - 1, P - ORDER_8}"),
    ("small order: p - y8", "SMALL_ORDER = {0, 1, P - 1, ORDER_8, P - ORDER_8}", "SMALL_ORDER = {0, 1, P - 1, ORDER_8}"),
    ("small order: the sign bit apart", "int.from_bytes(encoded, \"little\") & (2 ** 255 - 1)", "int.from_bytes(encoded, \"little\")"),
    ("small order of keys", "not is_usable_point(key) or not", "not"),
    ("small order of R", "or not is_usable_point(signature[:32])", ""),
    ("validators: 1 to 128", 'refuse_if(not 1 <= len(seats) <= MAX_SEATS, "validators.bad_set"', 'refuse_if(False, ""'),
    ("validators ascend", "refuse_if(not ascending or len", "refuse_if(len"),
    ("validators strictly ascend", "all(a[0] < b[0]", "all(a[0] <= b[0]"),
    ("keys distinct", "len(set(keys)) != len(keys) or", ""),
    ("no zero key", " or ZERO in keys", ""),
    ("a member given twice", "if len(dict(pairs)) != len(pairs):", "if False:"),
    ("height an integer without exponent", "parse_float=integer", "parse_float=lambda number: int(float(number))"),
    ("header's carrier rule, height 0", "header.height > 0 and header.beacon_proof", "header.beacon_proof"),
    ("certificate's kind and digest", 'refuse_if(kind not in (1, 2, 3) or (digest is None) != (kind == 2), "consensus.bad_vote"', 'refuse_if(False, ""'),
    ("handover closes the epoch", "closing.next_validators_hash != closing.validators_hash and not", "not"),
    ("handover by no carrier", " and not is_carrier(closing)", ""),
    ("next_validators are the header's", "not closes or hash_of_validators(following) != closing.next_validators_hash", "not closes"),
    ("start view moves on", "self.epoch + 1, closing.view", "self.epoch + 1, 0"),
    ("header's chain", 'refuse_if(header.chain != self.chain, "proof.wrong_chain"', 'refuse_if(False, ""'),
    ("header's epoch", "(header.epoch, header.validators_hash) != (self.epoch, self.validators_hash)", "header.validators_hash != self.validators_hash"),
    ("header's validators", "(header.epoch, header.validators_hash) != (self.epoch, self.validators_hash)", "header.epoch != self.epoch"),
    ("descendants' chain, epoch, validators", "child = self.own(decode_header(encoded))", "child = decode_header(encoded)"),
    ("descendants are children", 'refuse_if(child.parent != newest.digest, "proof.bad_headers"', 'refuse_if(False, ""'),
    ("certificate is a finalization", "(certificate.kind, certificate.digest, certificate.view) != (FINALIZE,", "(FINALIZE, certificate.digest, certificate.view) != (FINALIZE,"),
    ("certificate's digest", "(FINALIZE, newest.digest, newest.view)", "(FINALIZE, certificate.digest, newest.view)"),
    ("certificate's view", "(FINALIZE, newest.digest, newest.view)", "(FINALIZE, newest.digest, certificate.view)"),
    ("certificate's epoch", 'refuse_if(certificate.epoch != self.epoch, "consensus.wrong_epoch"', 'refuse_if(False, ""'),
    ("start view", 'refuse_if(certificate.view <= self.start_view, "consensus.view_out_of_range"', 'refuse_if(False, ""'),
    ("start view itself", "certificate.view <= self.start_view", "certificate.view < self.start_view"),
    ("bitmap's length", 'refuse_if(len(certificate.bitmap) != (seats + 7) // 8, "consensus.bad_bitmap"', 'refuse_if(False, ""'),
    ("bits beyond the seats", 'refuse_if(bits >> seats, "consensus.seat_out_of_range"', 'refuse_if(False, ""'),
    ("quorum", 'refuse_if(len(voters) < quorum, "consensus.no_quorum"', 'refuse_if(False, ""'),
    ("quorum of f + 1", "quorum = seats - (seats - 1) // 3", "quorum = (seats - 1) // 3 + 1"),
    ("64 bytes for each voter", 'refuse_if(len(certificate.signatures) != 64 * len(voters), "consensus.bad_bitmap"', 'refuse_if(False, ""'),
    ("signatures", 'refuse_if(not is_signed(self.validators[seat][1], message, signature), "consensus.bad_signature"', 'refuse_if(False, ""'),
    ("path: index below count", "holds = index <= last", "holds = True"),
    ("path: no sibling too much", "holds = holds and last > 0", "pass"),
    ("path: no sibling too little", "holds = holds and not last and", "holds = holds and"),
    ("path: leads to the root", 'refuse_if(not holds, "ledger.bad_proof"', 'refuse_if(False, ""'),
    ("transaction's root", 'check_counted_root("deai.transactions.v1", header.transactions_root, path, transaction)', "pass"),
    ("its receipt's root", 'check_counted_root("deai.receipts.v1", header.receipts_root, receipt_path, encoded)', "pass"),
    ("receipt's root", 'check_counted_root("deai.receipts.v1", header.receipts_root, path, encoded)', "pass"),
    ("receipt's transaction", "(receipt.transaction, receipt_path.index, receipt_path.count) != (identity,", "(identity, receipt_path.index, receipt_path.count) != (identity,"),
    ("receipt's index", "(identity, path.index, path.count + 1)", "(identity, receipt_path.index, path.count + 1)"),
    ("receipt's count", "(identity, path.index, path.count + 1)", "(identity, path.index, receipt_path.count)"),
    ("absence: not the key's own leaf", "hangs_there = other != path and all", "hangs_there = all"),
    ("absence: the same start", " and all(bit_of(other, bit) == bit_of(path, bit) for bit in range(len(siblings)))", ""),
    ("state root", 'refuse_if(hashed != header.state_root, "state.bad_proof"', 'refuse_if(False, ""'),
    ("range: bounds", 'refuse_if(max(len(first), len(end)) > MAX_KEY or (end and first >= end), "state.bad_range"', 'refuse_if(False, ""'),
    ("range: bounds of 255 bytes", "max(len(first), len(end)) > MAX_KEY or", ""),
    ("range: paths ascend", 'refuse_if(leaves and path <= leaves[-1][0], "state.bad_proof"', 'refuse_if(False, ""'),
    ("range: no path twice", "path <= leaves[-1][0]", "path < leaves[-1][0]"),
    ("range: hashes of 32 bytes", 'refuse_if(not inside and len(value) != 32, "state.bad_proof"', 'refuse_if(False, ""'),
    ("range: root", 'refuse_if(root_of_leaves(leaves) != header.state_root, "state.bad_proof"', 'refuse_if(False, ""'),
    ("lower-case hexadecimal", "[0-9a-f]{2}", "[0-9a-fA-F]{2}"),
    ("no other members", "set(value) != set(names)", "not set(value) >= set(names)"),
    ("lists of 4,096", "or len(value) > MAX_PARTS", ""),
    ("format", 'form != "deai.proof.v1" or', ""),
    ("kind", "kind not in CHECKS or", ""),
    ("height above 2^64 - 1", "or not 0 <= height < 1 << 64", "or not 0 <= height"),
    ("height below 0", "or not 0 <= height < 1 << 64", "or not height < 1 << 64"),
    ("height no truth value", "type(height) is not int", "not isinstance(height, int)"),
    ("a carrier in question", 'refuse_if(is_carrier(header), "proof.bad_headers"', 'refuse_if(False, ""'),
    ("finality's next_validators", "proof.finality.next_validators or header.height", "header.height"),
    ("height", " or header.height != proof.height", ""),
    ("state key is there", "bool(proof.key) != of_state or", "(proof.key and not of_state) or"),
    ("no key for receipts", "bool(proof.key) != of_state or", "(of_state and not proof.key) or"),
    ("no end key", " or proof.end_key)", ")"),
    ("state key of 255 bytes", "of_state and len(proof.key) > MAX_KEY", "False"),
    ("no receipt but beside a transaction", 'refuse_if(proof.receipt_proof and proof.kind != "transaction", "proof.bad_content"', 'refuse_if(False, ""'),
    ("byte order mark", 'encoding="utf-8-sig", newline', 'encoding="utf-8", newline'),
    # Too strict rather than too lax.
    ("strict: exactly a quorum", "len(voters) < quorum", "len(voters) != quorum"),
    ("strict: absence at a sibling alone", "siblings = reader.list_of(Reader.hash, 256)", "siblings = [reader.hash() for _ in range(reader.items(256, 1))]"),
    ("strict: receipts without events", "reader.list_of(read_event, 1024)", "reader.list_of(read_event, 1)"),
]


def between(source, start, end):
    return source[source.index(start):source.index(end)]


def remembered(function):
    found = {}

    def call(argument):
        if argument not in found:
            try:
                found[argument] = function(argument), None
            except Exception as refused:
                found[argument] = None, refused
        value, refused = found[argument]
        if refused is not None:
            raise refused.with_traceback(None)
        return value
    return call


class Verifiers:
    """Verifiers of altered texts. Files, JSON and signatures cost most of the time: where that is not altered, what was found once is taken again."""
    def __init__(self, source):
        self.source, self.signing = source, between(source, "# Ed25519", "# Validator sets")
        self.parsing = between(source, "# JSON", "# Genesis"), between(source, "# Proof file", "def verify(")
        self.reading = between(source, "def read_text", "def main")
        self.whole = self.load(source)
        for name in ("parse_proof", "read_text"):
            self.whole[name] = remembered(self.whole[name])

    def load(self, source):
        module = {"__name__": "verify_proof"}
        exec(compile(source, "verify_proof.py", "exec"), module)
        return module

    def altered(self, stands, instead):
        source = self.source.replace(stands, instead)
        module = self.load(source)
        module["Refused"] = self.whole["Refused"]
        if self.signing in source:
            module["is_signed"] = self.whole["is_signed"]
        if self.reading in source:
            module["read_text"] = self.whole["read_text"]
        if all(part in source for part in self.parsing):
            module["parse_proof"] = self.whole["parse_proof"]
        return module


def verdict(module, genesis, path):
    try:
        module["verify"](module["read_text"](path), genesis)
        return ""
    except module["Refused"] as refused:
        return str(refused).split(":")[0]
    except UnicodeError:
        return "proof.bad_file"
    except Exception as broken:
        return f"a {type(broken).__name__}"


def first_wrong(module, genesis, files, is_patient):
    """The first file with another verdict than is due, and that verdict. The patient look on for one that is accepted and should not be."""
    wrong = None
    for path, code, name in files:
        found = verdict(module, genesis, path)
        if found != code:
            if not found or not is_patient:
                return f"{name} | {found or 'accepted'}"
            wrong = wrong or f"{name} | {found}"
    return wrong


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        source = file.read()
    with open(sys.argv[3], encoding="utf-8") as file:
        files = sorted((line.rstrip("\n").split("\t") for line in file), key=lambda line: os.path.getsize(line[0]))
    verifiers = Verifiers(source)
    whole = verifiers.whole
    genesis = whole["read_genesis"](whole["read_text"](sys.argv[2]))
    unnoticed = [f"the verifier itself: {name}: {found}" for path, code, name in files for found in [verdict(whole, genesis, path)] if found != code]
    for check, stands, instead in CHECKS:
        if source.count(stands) != 1:
            unnoticed.append(f"{check}: the verifier has this text {source.count(stands)} times: {stands}")
            continue
        module = verifiers.altered(stands, instead)
        wrong = first_wrong(module, genesis, files, "--table" in sys.argv)
        if wrong is None:
            unnoticed.append(f"{check}: nothing notices it")
        else:
            print(f"| {check} | {wrong} |")
    print("\n".join(unnoticed) or f"{len(CHECKS)} changes, all noticed")
    return 1 if unnoticed else 0


sys.exit(main())
