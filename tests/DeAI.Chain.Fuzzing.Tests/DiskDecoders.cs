using System.Collections.Immutable;
using System.Text;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Contribution.Queries;
using DeAI.Chain.Node.Runtime;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>Binary forms of a node's disk that are no canonical type of their own.</summary>
internal static class DiskDecoders
{
    private static readonly NodeKey Place = new(9, 2, default);

    private const int KeyBytes = 43;

    private static readonly TransactionLimits Limits = new(TransactionLimits.HardMaxBytes);

    private static readonly ReasonCode Damaged = new("storage.damaged");

    public static IEnumerable<Decoder> All() =>
    [
        new CustomDecoder<int>("storage.vote_log", new(64 << 10, 24), VoteLogs, ReadVoteLog) { MaxLength = 16 << 10 },
        new CustomDecoder<StaleNodes>("storage.stale_nodes", new(32 << 10, 160), StaleLists, ReadStale, WriteStale),
        new CustomDecoder<InnerNode>("ledger.inner_node", new(16 << 10, 8), InnerNodes, static input => Corrupt(() => InnerNode.Decode(Place, new Blob(input))), Encoded),
        new CustomDecoder<LeafNode>("ledger.leaf_node", new(16 << 10, 8), Leaves, static input => Corrupt(() => LeafNode.Decode(Place, new Blob(input))), static leaf => leaf.Encode(new CanonicalWriter()).ToArray()),
        new CustomDecoder<VerifiedTransaction>("ledger.verified_transaction", new(32 << 10, 16), Transactions, static input => VerifiedTransaction.Verify(input, default, Limits), static read => read.Encoded.ToArray()) { MaxLength = 8 << 10 },
        new CustomDecoder<string>("client.state_description", new(32 << 10, 16), States, static input => Result.Of(StateDescription.Of(new Blob(input.AsMemory(0, Math.Min(input.Length, KeyBytes))), new Blob(input.AsMemory(Math.Min(input.Length, KeyBytes)))))),
        new CustomDecoder<int>("node.vote_records", new(32 << 10, 64), VoteRecords, static input => Count(VoteJournal.Decode([new Blob(input)]))),
    ];

    private static IReadOnlyList<byte[]> Transactions()
    {
        SeedMaker maker = new(new Random(17));
        using SigningKey key = SigningKey.FromSeed(new byte[SigningKey.SeedLength]);
        return
        [
            .. Enumerable.Range(0, 6).Select(_ => Canonical.Encode(SignedTransaction.Sign(
                (TransactionBody)maker.Make(typeof(TransactionBody)) with { Chain = default, SignerKey = key.PublicKey }, key))),
        ];
    }

    /// <summary>A state key of a balance or of a share, and a value that may belong to it.</summary>
    private static IReadOnlyList<byte[]> States()
    {
        SeedMaker maker = new(new Random(19));
        byte[] score = Canonical.Encode((ScoreRecord)maker.Make(typeof(ScoreRecord)));
        return [[.. AccountsQueries.BalanceKey(default), .. score], [.. ContributionQueries.ShareKey(default, 1, default), .. score]];
    }

    private static Result<int> Count<T>(Result<IReadOnlyList<T>> result) =>
        result.Refusal is { } refusal ? Result.Refuse<int>(refusal) : Result.Of(result.Value.Count);

    private static Result<T> Corrupt<T>(Func<T> read)
    {
        try
        {
            return Result.Of(read());
        }
        catch (Exception damaged) when (damaged is StateCorruptException or StorageCorruptException)
        {
            return Result.Refuse<T>(Damaged, damaged.Message);
        }
    }

    private static IReadOnlyList<byte[]> VoteRecords()
    {
        SeedMaker maker = new(new Random(3));
        return [.. Enumerable.Range(0, 4000).Select(_ => Canonical.Encode((Consensus.VoteRecord)maker.Make(typeof(Consensus.VoteRecord)))).Where(static bytes => Canonical.Decode<Consensus.VoteRecord>(bytes).IsOk).Take(6)];
    }

    private static IReadOnlyList<byte[]> VoteLogs()
    {
        VoteLogHeader header = new(new VoteLogIdentity(default, default), new FileId(1, 2), 3);
        List<byte[]> files = [];
        for (int records = 0; records < 4; records++)
        {
            byte[] file = new byte[VoteLogHeader.Bytes];
            header.WriteTo(file);
            for (int i = 0; i < records; i++)
            {
                byte[] frame = new byte[VoteLogCopy.FrameBytes(40 + i)];
                VoteLogCopy.WriteFrame(frame, VoteLogCopy.Seed(header.File), (ulong)i, (ulong)i, Encoding.ASCII.GetBytes(new string('r', 40 + i)));
                file = [.. file, .. frame];
            }

            files.Add(file);
        }

        return files;
    }

    private static Result<int> ReadVoteLog(byte[] input)
    {
        if (VoteLogHeader.Read(input, out _, out string problem, out _) is not { } header)
        {
            return Result.Refuse<int>(Damaged, problem);
        }

        VoteLogReader reader = new(input, header.File);
        reader.ReadAll();
        return reader.Damage is { } damage ? Result.Refuse<int>(Damaged, damage.ToString()!) : Result.Of(reader.Records.Count);
    }

    private static IReadOnlyList<byte[]> StaleLists()
    {
        NodeKey child = new(8, 3, new Bytes32([0xab, 0xc0, .. new byte[30]]));
        return [.. new ImmutableArray<NodeKey>[] { [], [Place], [Place, child, NodeKey.Leaf(1, new Bytes32([.. Enumerable.Repeat((byte)7, 32)]))] }.Select(static keys => Encoded(12, keys))];
    }

    private static byte[] WriteStale(StaleNodes stale) => Encoded(stale.Total, stale.Keys);

    private static byte[] Encoded(ulong total, ImmutableArray<NodeKey> keys)
    {
        CanonicalWriter writer = new();
        StaleNodes.Encode(writer, total, Place.Version, keys);
        return writer.ToArray();
    }

    private static byte[] Encoded(InnerNode node)
    {
        HashPlan plan = new();
        Blob bytes = node.Encode(plan);
        plan.Run();
        return bytes.ToArray();
    }

    private static Result<StaleNodes> ReadStale(byte[] input) => Corrupt(() => StaleNodes.Decode(input, Place.Version));

    private static IReadOnlyList<byte[]> InnerNodes()
    {
        List<byte[]> nodes = [];
        foreach (int children in (int[])[0, 1, 2, 9])
        {
            InnerNode node = new();
            for (int i = 0; i < children; i++)
            {
                node.Set(i, i % 2 == 0 ? Slot.Inner(3, new Hash256(new Bytes32([.. Enumerable.Repeat((byte)i, 32)]))) : Slot.Leaf(3, default, default));
            }

            nodes.Add(Encoded(node));
        }

        return nodes;
    }

    private static IReadOnlyList<byte[]> Leaves() => [new LeafNode(new Blob(new byte[] { 1 }), new Blob(new byte[300])).Encode(new CanonicalWriter()).ToArray()];
}
