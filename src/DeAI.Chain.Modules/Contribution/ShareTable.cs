using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Contribution.State;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution;

/// <summary>The share table of a version, from the moving averages.</summary>
internal static class ShareTable
{
    /// <summary>
    /// Averages after a round: (before + value) / 2 towards zero, a newcomer's is its value, who was absent has the value zero. A round that
    /// was not measured changes nothing, except that newcomers enter with zero.
    /// </summary>
    public static void Update(SortedDictionary<OrganisationId, AverageRecord> averages, IReadOnlyList<ScoredUnit> units, Valuation valuation)
    {
        bool measured = valuation.HoldoutRows > 0;
        SortedDictionary<OrganisationId, long> values = [];
        for (int i = 0; i < units.Count; i++)
        {
            values.Add(units[i].Row.Key.Organisation, valuation.Values[i]);
        }

        foreach (OrganisationId member in averages.Keys.ToArray())
        {
            long value = values.TryGetValue(member, out long own) ? own : 0;
            AverageRecord before = averages[member];
            averages[member] = measured ? before with { Value = (before.Value + value) / 2 } : before;
        }

        for (int i = 0; i < units.Count; i++)
        {
            OrganisationId member = units[i].Row.Key.Organisation;
            AccountId account = units[i].Row.Record.Account;
            long average = averages.TryGetValue(member, out AverageRecord? known) ? known.Value : valuation.Values[i];
            averages[member] = new AverageRecord(account, average);
        }
    }

    /// <summary>
    /// Shares in proportion to positive averages, of the greatest <see cref="ModelVersion.MaxShares"/> of them; where there is none, of this
    /// round's members by their weights.
    /// </summary>
    /// <returns>By organisation; the parts sum to one million.</returns>
    public static List<MemberShare> Of(SortedDictionary<OrganisationId, AverageRecord> averages, IReadOnlyList<ScoredUnit> units)
    {
        List<MemberShare> members = [];
        foreach (KeyValuePair<OrganisationId, AverageRecord> average in averages)
        {
            members.Add(new MemberShare(average.Key, average.Value.Account, average.Value.Value, 0));
        }

        List<MemberShare> paid = [.. members
            .Where(static member => member.Average > 0)
            .OrderByDescending(static member => member.Average)
            .ThenBy(static member => member.Organisation)
            .Take(ModelVersion.MaxShares)
            .OrderBy(static member => member.Organisation)];
        long[] values = [.. paid.Select(static member => member.Average)];
        if (paid.Count == 0)
        {
            paid = [.. members.Where(member => units.Any(unit => unit.Row.Key.Organisation == member.Organisation))];
            values = [.. units.Select(static unit => (long)unit.Weight)];
        }

        Sequence<int> parts = Shares.FromValues(values);
        for (int i = 0; i < paid.Count; i++)
        {
            paid[i] = paid[i] with { Parts = (uint)parts[i] };
        }

        return paid;
    }
}
