using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accountability.State;

/// <summary>The tables of Accountability, and the only place that knows their keys.</summary>
internal static class AccountabilityState
{
    private const string BondDomain = "deai.accountability.bond.v1";

    private static readonly StateTable<EpochSeats> SeatsTable = new(ModuleIds.Accountability, 1);
    private static readonly StateTable<OffenceRecord> OffenceTable = new(ModuleIds.Accountability, 2);

    public static Hash256 BondOf(OrganisationId organisation)
    {
        CanonicalWriter writer = new(8);
        writer.Write(organisation);
        return DomainHash.Of(BondDomain, writer.WrittenSpan);
    }

    public static bool TryGetSeats(IStateReader state, Epoch epoch, [NotNullWhen(true)] out EpochSeats? seats) =>
        SeatsTable.TryGet(state, StateKey.Of(epoch.Value), out seats);

    public static void PutSeats(IStateWriter state, Epoch epoch, EpochSeats seats) => SeatsTable.Put(state, StateKey.Of(epoch.Value), seats);

    public static void DeleteSeats(IStateWriter state, Epoch epoch) => SeatsTable.Delete(state, StateKey.Of(epoch.Value));

    /// <summary>Ascending by epoch.</summary>
    public static IEnumerable<KeyValuePair<Epoch, EpochSeats>> AllSeats(IStateReader state)
    {
        foreach (TableRow<EpochSeats> row in SeatsTable.Scan(state))
        {
            yield return KeyValuePair.Create(new Epoch(BinaryPrimitives.ReadUInt64BigEndian(row.RowKey.Span)), row.Value);
        }
    }

    public static bool TryGetOffence(IStateReader state, PublicKey node, [NotNullWhen(true)] out OffenceRecord? offence) =>
        OffenceTable.TryGet(state, StateKey.Of(node.Value), out offence);

    public static void PutOffence(IStateWriter state, PublicKey node, OffenceRecord offence) => OffenceTable.Put(state, StateKey.Of(node.Value), offence);

    public static IEnumerable<KeyValuePair<PublicKey, OffenceRecord>> Offences(IStateReader state)
    {
        foreach (TableRow<OffenceRecord> row in OffenceTable.Scan(state))
        {
            yield return KeyValuePair.Create(new PublicKey(new Bytes32(row.RowKey.Span)), row.Value);
        }
    }
}
