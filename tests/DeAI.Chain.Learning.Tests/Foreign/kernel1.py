"""Kernel version 1 written from the README of DeAI.Chain.Learning alone, without its code.

Trains the run of KnownAnswers and prints the root of its transcript. Only the two frozen tables are read from the sources.
Usage: python3 kernel1.py <folder of DeAI.Chain.Learning>
"""
import hashlib
import math
import re
import struct
import sys

FEATURES = 12
WIDTHS = [FEATURES, 32, 16, 2]
RATES = [(0, 24, 8), (16, 12, 8)]
LATE, LIMIT, DELTA, DELAY_SHIFT = 15, 180, 512, 0
START_SEED, SEED = bytes([1]) * 32, bytes([7]) * 32
FIRST, STEPS, EVERY, BLOCKS, ROWS = 4, 24, 5, 3, 256
LAYERS = len(WIDTHS) - 1


def table(name):
    text = open(f"{sys.argv[1]}/Kernel/{name}.cs", encoding="utf-8").read()
    values = [int(x) for x in re.findall(r"\d+", text[text.index("=>\n"):])]
    assert len(values) == 513
    return values


SIGMOID, SOFTPLUS = table("SigmoidTable"), table("SoftplusTable")


def domain_hash(domain, data):
    return hashlib.sha256(bytes([len(domain)]) + domain.encode() + data).digest()


def stream(domain, seed, i):
    j = 0
    while True:
        yield from struct.unpack(">8I", domain_hash(domain, seed + struct.pack(">II", i, j)))
        j += 1


def signed(word):
    return word - (1 << 32) if word >> 31 else word


def rounded(x, s):
    return (x + (1 << (s - 1))) >> s if s > 0 else x


def clamp(x, bound):
    return max(-bound, min(bound, x))


def interpolate(values, z):
    x = min(abs(z), 8192)
    i, f = x >> 4, x & 15
    return values[i] + (((values[min(i + 1, 512)] - values[i]) * f + 8) >> 4)


def sigmoid(z):
    s = interpolate(SIGMOID, z)
    return s if z >= 0 else 32768 - s


def softplus(z):
    return interpolate(SOFTPLUS, z) + max(z, 0) * 64


def transpose(a):
    return [list(row) for row in zip(*a)]


def product(a, b):
    columns = transpose(b)
    return [[sum(map(int.__mul__, row, column)) for column in columns] for row in a]


def initial_weights():
    weights = []
    for layer in range(LAYERS):
        bound = math.isqrt((6 << 40) // WIDTHS[layer])
        bound = bound >> 2 if layer == LAYERS - 1 else bound
        words = stream("deai.learning.init.v1", START_SEED, layer)
        weights.append([[(bound * signed(next(words))) >> 31 for _ in range(WIDTHS[layer + 1])] for _ in range(WIDTHS[layer])])
    return weights


def data_block(index):
    state = (index * 2654435761 + 12345) & 0xFFFFFFFF
    rows, delays = [], []
    for _ in range(ROWS):
        row = []
        for _ in range(FEATURES):
            state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
            row.append((state >> 24) - 256 if state >> 31 else state >> 24)
        rows.append(row)
        delays.append(int((row[0] * 2 - row[1]) / 2))
    return rows, delays


def block_order():
    order = []
    for number in range((STEPS + BLOCKS - 1) // BLOCKS):
        permutation = list(range(BLOCKS))
        words = stream("deai.learning.order.v1", SEED, number)
        for k in range(BLOCKS - 1, 0, -1):
            limit = (1 << 32) // (k + 1) * (k + 1)
            word = next(w for w in words if w < limit)
            j = word % (k + 1)
            permutation[k], permutation[j] = permutation[j], permutation[k]
        order += permutation
    return order[:STEPS]


def quantize(gradient, unit):
    magnitudes = 0
    for row in gradient:
        for x in row:
            magnitudes |= abs(x)
    s = max(0, magnitudes.bit_length() - 7)
    half = (1 << s) >> 1
    return [[clamp((x + half) >> s, 127) for x in row] for row in gradient], unit + s


def updated(master, momentum, gradient, shift, rate, bound):
    g = clamp(gradient << shift if shift >= 0 else rounded(gradient, -shift), 1 << 20)
    momentum = momentum - ((momentum + 4) >> 3) + g
    return clamp(master - rounded(rate[1] * momentum, rate[2]), bound), momentum


def little_endian(weights, biases):
    rows = [row for layer in range(LAYERS) for row in weights[layer] + [biases[layer]]]
    return b"".join(struct.pack(f"<{len(row)}i", *row) for row in rows)


def forward(weights, biases, rows):
    activations = [rows]
    for layer in range(LAYERS):
        a = 6 if layer == 0 else 4
        offsets = [rounded(b, 14 - a) for b in biases[layer]]
        sums = [[x + y for x, y in zip(row, offsets)] for row in product(activations[-1], weights[layer])]
        hidden = layer < LAYERS - 1
        activations.append([[max(0, min(127, rounded(x, a + 2))) for x in row] for row in sums] if hidden else sums)
    return activations


def heads(outputs, delays):
    loss, gradient = 0, []
    for (z0, z1), delay in zip(outputs, delays):
        late = 1 if delay > LATE else 0
        error = z1 - clamp(delay, LIMIT) * 32
        q = error * error if abs(error) <= DELTA else (2 * abs(error) - DELTA) * DELTA
        loss += softplus(z0) - late * z0 * 64 + (q >> (5 + DELAY_SHIFT))
        gradient.append([sigmoid(z0) - late * 32768, clamp(error, DELTA) << (5 - DELAY_SHIFT)])
    return loss, gradient


def train_step(state, block, rate):
    masters, momenta, biases, bias_momenta = state
    weights = [[[rounded(x, 14) for x in row] for row in layer] for layer in masters]
    activations = forward(weights, biases, block[0])
    loss, gradient = heads(activations[-1], block[1])
    gradient, unit = quantize(gradient, -15)
    for layer in range(LAYERS - 1, -1, -1):
        a = 6 if layer == 0 else 4
        slopes = product(transpose(activations[layer]), gradient)
        bias_slopes = [sum(column) for column in zip(*gradient)]
        shift = unit + 12
        if layer > 0:
            below = product(gradient, transpose(weights[layer]))
            open_only = [[x if y > 0 else 0 for x, y in zip(g, act)] for g, act in zip(below, activations[layer])]
            gradient, unit = quantize(open_only, unit - 6)
        for n in range(WIDTHS[layer + 1]):
            for k in range(WIDTHS[layer]):
                masters[layer][k][n], momenta[layer][k][n] = updated(
                    masters[layer][k][n], momenta[layer][k][n], slopes[k][n], shift - a, rate, 127 << 14)
            biases[layer][n], bias_momenta[layer][n] = updated(
                biases[layer][n], bias_momenta[layer][n], bias_slopes[n], shift, rate, 8 << 20)
    return loss


def number(value):
    for limit, code, form in ((1 << 7, b"", "B"), (1 << 8, b"\xcc", "B"), (1 << 16, b"\xcd", ">H"), (1 << 32, b"\xce", ">I")):
        if value < limit:
            return code + struct.pack(form, value)
    return b"\xcf" + struct.pack(">Q", value)


def merkle_root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + merkle_root(leaves[:split]) + merkle_root(leaves[split:])).digest()


def main():
    masters = initial_weights()
    zeros = [[[0] * len(row) for row in layer] for layer in masters]
    state = (masters, zeros, [[0] * w for w in WIDTHS[1:]], [[0] * w for w in WIDTHS[1:]])
    blocks = [data_block(i) for i in range(BLOCKS)]
    order = block_order()
    total, leaves = 0, []
    for done in range(STEPS + 1):
        if done % EVERY == 0 or done == STEPS:
            digest = domain_hash(
                "deai.learning.state.v1", little_endian(state[0], state[2]) + little_endian(state[1], state[3]))
            leaves.append(hashlib.sha256(b"\0\x93" + number(done) + b"\xc4\x20" + digest + number(total)).digest())
        if done < STEPS:
            rate = [entry for entry in RATES if entry[0] <= FIRST + done][-1]
            total += train_step(state, blocks[order[done]], rate)
    order_hash = domain_hash("deai.learning.order_hash.v1", struct.pack(f"<{STEPS}i", *order))
    count = struct.pack(">I", len(leaves))
    print(domain_hash("deai.learning.transcript.v1", SEED + order_hash + count + merkle_root(leaves)).hex())


main()
