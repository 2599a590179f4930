using BenchmarkDotNet.Attributes;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Benchmarks.Ledger;

/// <summary>What one transaction costs at admission: all of it, its signature check alone, and its decoding alone.</summary>
[MemoryDiagnoser]
public class TransactionBenchmarks
{
    private byte[] _encoded = [];
    private byte[] _id = [];
    private SignedTransaction? _transaction;

    private static ChainId Chain => new(Sha256.Hash("benchmark"u8).Value);

    [GlobalSetup]
    public void Setup()
    {
        using SigningKey key = SigningKey.FromSeed(new byte[32]);
        TransactionBody body = new(
            Chain,
            new AccountId(key.PublicKey.Value),
            key.PublicKey,
            1,
            new Height(1_000),
            new Credits(10_000),
            new ModuleId(2),
            1,
            new Blob(new byte[64]));
        _transaction = SignedTransaction.Sign(body, key);
        _encoded = Canonical.Encode(_transaction);
        _id = _transaction.Id.ToArray();
    }

    [Benchmark(Baseline = true)]
    public bool SignatureAlone() => Ed25519.Verify(_transaction!.Body.SignerKey, _id, _transaction.Signature);

    [Benchmark]
    public bool Verify() => VerifiedTransaction.Verify(_encoded, Chain, TransactionLimits.Default).IsOk;

    [Benchmark]
    public bool Decode() => Canonical.Decode<SignedTransaction>(_encoded).IsOk;
}
