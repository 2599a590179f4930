using System.Collections.Immutable;
using System.Reflection;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Replica.Messages.Snapshots;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>
/// Makes values of any type of the product by its constructor, so that a new message type is fuzzed without anybody remembering it. Types whose
/// rules chance does not meet have an entry of their own.
/// </summary>
internal sealed class SeedMaker(Random random)
{
    private const int MaxDepth = 6;
    private static readonly NullabilityInfoContext Nullability = new();
    private static readonly MethodInfo SequenceOf = typeof(SeedMaker).GetMethod(nameof(MakeSequence), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private int _depth;

    public object Make(Type type)
    {
        if (Simple(type) is { } simple)
        {
            return simple;
        }

        if (type.IsEnum)
        {
            Array values = Enum.GetValues(type);
            return values.GetValue(random.Next(values.Length))!;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Sequence<>))
        {
            return SequenceOf.MakeGenericMethod(type.GenericTypeArguments[0]).Invoke(this, null)!;
        }

        return Special(type) ?? Construct(type);
    }

    public byte[] Bytes(int max)
    {
        byte[] bytes = new byte[random.Next(max + 1)];
        random.NextBytes(bytes);
        return bytes;
    }

    private object? Simple(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => null,
        TypeCode.Boolean => random.Next(2) == 0,
        TypeCode.Byte => (byte)Small(byte.MaxValue),
        TypeCode.UInt16 => (ushort)Small(ushort.MaxValue),
        TypeCode.UInt32 => (uint)Small(uint.MaxValue),
        TypeCode.UInt64 => Small(ulong.MaxValue),
        TypeCode.Int32 => (int)Small(int.MaxValue) * (random.Next(4) == 0 ? -1 : 1),
        TypeCode.Int64 => (long)Small(long.MaxValue) * (random.Next(4) == 0 ? -1 : 1),
        TypeCode.String => Text(),
        _ => Identifier(type),
    };

    private object? Identifier(Type type)
    {
        byte[] bytes = new byte[Signature.Length];
        random.NextBytes(bytes);
        return type.Name switch
        {
            nameof(Bytes32) => new Bytes32(bytes.AsSpan(0, 32)),
            nameof(Hash256) => new Hash256(new Bytes32(bytes.AsSpan(0, 32))),
            nameof(PublicKey) => new PublicKey(new Bytes32(bytes.AsSpan(0, 32))),
            nameof(AccountId) => new AccountId(new Bytes32(bytes.AsSpan(0, 32))),
            nameof(ChainId) => new ChainId(new Bytes32(bytes.AsSpan(0, 32))),
            nameof(Signature) => new Signature(bytes),
            nameof(UInt128) => new UInt128(Small(ulong.MaxValue), Small(ulong.MaxValue)),
            nameof(Blob) => new Blob(Bytes(random.Next(3) == 0 ? 300 : 20)),
            _ => null,
        };
    }

    private object? Special(Type type) => type.Name switch
    {
        nameof(ConsensusMessage) => random.Next(5) switch
        {
            0 => ConsensusMessage.Of(Of<Proposal>()),
            1 => ConsensusMessage.Of(Of<SignedVote>()),
            2 => ConsensusMessage.Of(Of<Certificate>()),
            3 => ConsensusMessage.Of(Of<Fetch>()),
            _ => ConsensusMessage.Of(Of<Status>()),
        },
        nameof(Vote) => random.Next(3) switch
        {
            0 => Vote.Notarize(Of<View>(), Of<Hash256>()),
            1 => Vote.Finalize(Of<View>(), Of<Hash256>()),
            _ => Vote.Nullify(Of<View>()),
        },
        nameof(Evidence) => MakeEvidence(),
        nameof(SyncMessage) => random.Next(6) switch
        {
            0 => new SyncMessage(Of<SyncRequest>(), null),
            1 => new SyncMessage(null, Of<SyncAnswer>()),
            2 => new SyncMessage(new SnapshotMessage.Ask(Of<SnapshotRequest>())),
            3 => new SyncMessage(new SnapshotMessage.Offered(Of<SnapshotOffer>())),
            4 => new SyncMessage(new SnapshotMessage.AskChunk(Of<ChunkRequest>())),
            _ => new SyncMessage(new SnapshotMessage.Chunk(Of<ChunkAnswer>())),
        },
        nameof(ChunkId) => new ChunkId(random.Next(4), (uint)random.Next(16)),
        nameof(ValidatorSet) => new ValidatorSet(Sequence.From(
            Enumerable.Range(1, random.Next(1, 5)).Select(i => new Validator(new OrganisationId((uint)i), Of<PublicKey>())))),
        nameof(MerkleMountainRange) => Enumerable.Range(0, random.Next(9)).Aggregate(MerkleMountainRange.Empty, (range, _) => range.Append(Of<Hash256>())),
        nameof(DatasetSchema) => DatasetSchema.Create("flights", "departure", "delay_prediction", [new DatasetColumn("distance", ColumnKind.Count, 1, 0, 9000)]).Value,
        nameof(StateAssembly) => MakeAssembly(),
        nameof(DataBlock) => new DataBlock(new Blob(new byte[DataBlock.LengthFor(random.Next(1, 3))])),
        _ => null,
    };

    private Evidence MakeEvidence()
    {
        View view = Of<View>();
        SignedVote one = new(new Epoch(1), Vote.Finalize(view, Of<Hash256>()), 1, Of<Signature>());
        SignedVote two = one with { Vote = random.Next(2) == 0 ? Vote.Nullify(view) : Vote.Finalize(view, Of<Hash256>()), Signature = Of<Signature>() };
        SignedHeader header = Of<SignedHeader>();
        SignedHeader other = header with { Header = header.Header with { Digest = Of<Hash256>() } };
        return (random.Next(3) == 0 ? Evidence.Between(header, other) : Evidence.Between(one, two)) ?? throw new InvalidOperationException("The two do not conflict.");
    }

    private StateAssembly MakeAssembly()
    {
        StateAssembly assembly = new(Small(ulong.MaxValue), Of<Hash256>());
        for (int i = random.Next(3); i > 0; i--)
        {
            _ = assembly.Split();
        }

        return assembly;
    }

    private object Construct(Type type)
    {
        if (type.IsAbstract)
        {
            Type[] kinds = [.. type.Assembly.GetTypes().Where(kind => kind.IsSubclassOf(type) && !kind.IsAbstract)];
            return Make(kinds[random.Next(kinds.Length)]);
        }

        ConstructorInfo? constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(candidate => candidate.GetParameters() is not [{ ParameterType: var only }] || only != type)
            .Where(static candidate => !candidate.GetParameters().Any(static parameter => parameter.ParameterType.IsByRefLike))
            .MaxBy(static candidate => candidate.GetParameters().Length);
        if (constructor is null || constructor.GetParameters().Length == 0)
        {
            return Activator.CreateInstance(type, nonPublic: true)!;
        }

        _depth++;
        object?[] arguments = [.. constructor.GetParameters().Select(Argument)];
        _depth--;
        return constructor.Invoke(arguments);
    }

    private object? Argument(ParameterInfo parameter)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        bool optional = type != parameter.ParameterType
            || (!type.IsValueType && Nullability.Create(parameter).ReadState == NullabilityState.Nullable);
        return optional && (_depth > MaxDepth || random.Next(2) == 0) ? null : Make(type);
    }

    private Sequence<T> MakeSequence<T>()
        where T : IEquatable<T>
    {
        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>();
        for (int i = _depth > MaxDepth ? 0 : random.Next(4); i > 0; i--)
        {
            items.Add(Of<T>());
        }

        return new Sequence<T>(items.ToImmutable());
    }

    private T Of<T>() => (T)Make(typeof(T));

    private ulong Small(ulong max) => random.Next(8) switch
    {
        0 => 0,
        1 => max,
        2 => (ulong)random.NextInt64() % max,
        < 6 => (ulong)random.Next(1, 6),
        _ => Math.Min(max, (ulong)random.Next(70_000)),
    };

    private string Text() => random.Next(6) switch
    {
        0 => string.Empty,
        1 => "ledger.nonce_used",
        2 => "Häfen und Speditionen",
        _ => "late_minutes"[..random.Next(1, 13)],
    };
}
