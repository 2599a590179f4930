using System.Buffers.Binary;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Contribution.Queries;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client.Proofs;

/// <summary>State entries in words, for the tables that people ask proofs of.</summary>
internal static class StateDescription
{
    private const int PrefixBytes = 3;

    private static readonly byte[] Balance = AccountsQueries.BalanceKey(default)[..PrefixBytes];
    private static readonly byte[] Share = ContributionQueries.ShareKey(default, 0, default)[..PrefixBytes];

    public static string Of(Blob key, Blob? value)
    {
        ReadOnlySpan<byte> row = key.Length > PrefixBytes ? key.Span[PrefixBytes..] : default;
        if (key.Span.StartsWith(Balance) && row.Length == Bytes32.Length)
        {
            AccountId account = new(row);
            return value is not { } held ? $"account {account} has no balance: it holds 0 credits"
                : AccountsQueries.DecodeHeld(held.Span).TryGet(out Credits credits, out _) ? $"account {account} holds {credits} credits"
                : Unknown(key, value);
        }

        if (key.Span.StartsWith(Share) && row.Length == Bytes32.Length + (2 * sizeof(uint)))
        {
            return OfShare(key, row, value);
        }

        return Unknown(key, value);
    }

    private static string OfShare(Blob key, ReadOnlySpan<byte> row, Blob? value)
    {
        Hash256 task = new(row[..Bytes32.Length]);
        uint round = BinaryPrimitives.ReadUInt32BigEndian(row[Bytes32.Length..]);
        uint organisation = BinaryPrimitives.ReadUInt32BigEndian(row[(Bytes32.Length + sizeof(uint))..]);
        string who = $"organisation {organisation} in round {round} of task {task}";
        return value is not { } stored ? $"{who} has no share"
            : ContributionQueries.DecodeShare(stored.Span).TryGet(out ScoreRecord score, out _)
                ? $"{who} has a share of {score.Parts} millionths and was paid {(UInt128)score.WorkPaid.Value + score.QualityPaid.Value} credits"
                : Unknown(key, value);
    }

    private static string Unknown(Blob key, Blob? value)
    {
        string name = $"entry {Convert.ToHexStringLower(key.Span)}";
        return value is { } stored ? $"{name} holds {stored.Length} bytes: {stored}" : $"{name} is absent";
    }
}
