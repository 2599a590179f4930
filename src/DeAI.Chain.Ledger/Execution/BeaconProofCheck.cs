using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>Whether a proof is the key's for this input, and its output: <see cref="Vrf.TryVerify"/>, or what a host remembers of it. Pure, any thread.</summary>
public delegate bool BeaconProofCheck(PublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof, out VrfOutput output);
