using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica.Messages.Snapshots;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>The checks that a value meets next: they see it as hostile as it came, and none of these can hold.</summary>
internal static class AcceptedUses
{
    private static readonly Hash256 Root = new([.. Enumerable.Repeat((byte)0x5a, 32)]);
    private static readonly PublicKey Key = MakeKey();
    private static readonly EpochContext Context = new(
        default,
        new EpochStart(default, new ValidatorSet(Sequence.From(Enumerable.Range(1, 4).Select(static i => new Validator(new OrganisationId((uint)i), Key)))), default, default));

    public static void Use(object value)
    {
        bool holds = value switch
        {
            MerkleProof proof => proof.Verify(Root, default),
            StateProof proof => proof.Verify(Root, "key"u8).IsOk,
            StateChunk chunk => chunk.Verify(Root, default).IsOk,
            RangeProof proof => proof.Verify(Root, new KeyRange(default, default)).IsOk,
            Ledger.Transactions.TransactionProof proof => proof.Verify(Root).IsOk,
            ReceiptProof proof => proof.Verify(Root).IsOk,
            BlockEventsProof proof => proof.Verify(Root).IsOk,
            ChunkAnswer { Chunk: { } chunk } answer => chunk.Verify(Root, answer.Request.Chunk).IsOk,
            Certificate certificate => VerifiedCertificate.Check(Context, certificate, new VerificationCache()).IsOk,
            SignedVote vote => VerifiedVote.Check(Context, vote, new VerificationCache()).IsOk,
            Evidence evidence => evidence.Verify(Context, new VerificationCache()).IsOk,
            Block block => block.Header.TransactionsRoot == Root && block.Transactions.Count > 0 && block.Header.Height.Value == 0,
            _ => false,
        };
        if (holds)
        {
            throw new InvalidOperationException("A check holds that cannot.");
        }
    }

    private static PublicKey MakeKey()
    {
        using SigningKey key = SigningKey.FromSeed(new byte[SigningKey.SeedLength]);
        return key.PublicKey;
    }
}
