using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Data;

/// <summary>
/// A member's rows, cut into blocks of 256 in an order that a secret hash fixes: those to train on, and for every round a group of its own
/// that is never trained on and only shown for scoring. Rows that fill no block are left out.
/// </summary>
public sealed class MemberData
{
    private MemberData(SaltedBlocks training, ImmutableArray<SaltedBlocks> holdouts, int unusedRows)
    {
        Training = training;
        Holdouts = holdouts;
        UnusedRows = unusedRows;
    }

    /// <summary>What is declared and trained on.</summary>
    public SaltedBlocks Training { get; }

    /// <summary>One group per round: each row is shown once.</summary>
    public ImmutableArray<SaltedBlocks> Holdouts { get; }

    /// <summary>Rows that filled no block.</summary>
    public int UnusedRows { get; }

    /// <param name="rows">Encoded; the same rows and secret make the same blocks.</param>
    /// <param name="layout">How many blocks go where.</param>
    /// <returns>The blocks, or <c>agent.too_few_rows</c>, <c>agent.too_many_rows</c>.</returns>
    public static Result<MemberData> Create(EncodedFlights rows, MemberSecret secret, DataLayout layout)
    {
        int available = rows.Count / ModelSpecification.BatchRows;
        int held = checked(layout.HoldoutGroups * layout.HoldoutBlocksPerGroup);
        int training = Math.Min(available - held, layout.MaxTrainingBlocks);
        if (training < 1)
        {
            return Result.Refuse<MemberData>(
                AgentErrors.TooFewRows,
                $"{rows.Count} rows fill {available} blocks of {ModelSpecification.BatchRows}; {layout.HoldoutGroups} rounds of "
                + $"{layout.HoldoutBlocksPerGroup} hold-out blocks and at least one block to train on need {held + 1}. Add rows, or set a "
                + "smaller holdoutBlocksPerRound");
        }

        if (training > BatchOrder.MaxBlocks)
        {
            return Result.Refuse<MemberData>(
                AgentErrors.TooManyRows, $"{training} blocks to train on, at most {BatchOrder.MaxBlocks} are possible; set maxTrainingBlocks");
        }

        Hash256 context = new(secret.Derive("deai.agent.data.v1", DigestOf(rows), 0));
        int[] order = OrderOf(rows.Count, context);
        ImmutableArray<SaltedBlocks>.Builder holdouts = ImmutableArray.CreateBuilder<SaltedBlocks>(layout.HoldoutGroups);
        for (int group = 0; group < layout.HoldoutGroups; group++)
        {
            holdouts.Add(Cut(rows, order, group * layout.HoldoutBlocksPerGroup, layout.HoldoutBlocksPerGroup, secret, context));
        }

        SaltedBlocks kept = Cut(rows, order, held, training, secret, context);
        return Result.Of(new MemberData(kept, holdouts.MoveToImmutable(), rows.Count - ((held + training) * ModelSpecification.BatchRows)));
    }

    private static SaltedBlocks Cut(EncodedFlights rows, int[] order, int first, int count, MemberSecret secret, Hash256 context)
    {
        ImmutableArray<DataBlock>.Builder blocks = ImmutableArray.CreateBuilder<DataBlock>(count);
        ImmutableArray<Bytes32>.Builder salts = ImmutableArray.CreateBuilder<Bytes32>(count);
        sbyte[] features = new sbyte[ModelSpecification.BatchRows * FlightFeatureEncoder.Width];
        int[] delays = new int[ModelSpecification.BatchRows];
        for (int block = first; block < first + count; block++)
        {
            for (int i = 0; i < delays.Length; i++)
            {
                int row = order[(block * ModelSpecification.BatchRows) + i];
                rows.Row(row).CopyTo(features.AsSpan(i * FlightFeatureEncoder.Width));
                delays[i] = rows.DelayMinutes[row];
            }

            blocks.Add(DataBlock.Create(features, delays));
            salts.Add(secret.Derive("deai.agent.salt.v1", context, (uint)block));
        }

        return new SaltedBlocks(blocks.MoveToImmutable(), salts.MoveToImmutable());
    }

    /// <summary>A permutation by the order of H(context, row): it is fixed before any seed of the chain is known, and nobody else can tell it.</summary>
    private static int[] OrderOf(int rows, Hash256 context)
    {
        Hash256[] keys = new Hash256[rows];
        int[] order = new int[rows];
        Span<byte> input = stackalloc byte[Bytes32.Length + sizeof(int)];
        context.CopyTo(input);
        for (int i = 0; i < rows; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input[Bytes32.Length..], i);
            keys[i] = DomainHash.Of("deai.agent.order.v1", input);
            order[i] = i;
        }

        Array.Sort(keys, order);
        return order;
    }

    private static Hash256 DigestOf(EncodedFlights rows) =>
        DomainHash.Of("deai.agent.rows.v1", MemoryMarshal.AsBytes(rows.Features), MemoryMarshal.AsBytes(rows.DelayMinutes));
}
