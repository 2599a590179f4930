using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.State;

/// <summary>Who may vote on a proposal with how much: every organisation live when it was made. Later points and members change nothing.</summary>
/// <param name="Cap">The most points that one group casts.</param>
/// <param name="Electors">Ascending by organisation.</param>
internal sealed record Electorate(Points Cap, Sequence<Elector> Electors) : ICanonical<Electorate>
{
    /// <summary>The lowest numbers vote where there are more: a longer snapshot could not be stored.</summary>
    public const int MaxElectors = 100_000;

    public static Electorate Take(IStateReader state, IRegistry registry, IPoints points)
    {
        List<Elector> electors = [];
        UInt128 total = 0;
        IEnumerable<OrganisationRow> live = registry.Organisations(state).Where(static row => row.Record.Status == OrganisationStatus.Live);
        foreach (OrganisationRow row in live.Take(MaxElectors))
        {
            Elector elector = new(row.Id, row.Record.Group, points.Of(state, row.Id));
            total += elector.Points.Value;
            electors.Add(elector);
        }

        // Rounded up, so that a cap of all points is all points and few points are not capped to none.
        UInt128 cap = ((total * ParameterStore.Get(state, GovernanceParameters.PointsCap)) + 99) / 100;
        return new Electorate(new Points((ulong)UInt128.Min(cap, ulong.MaxValue)), Sequence.From(electors));
    }

    /// <summary>The group that an organisation votes for; 0 if it has no vote.</summary>
    public OrganisationId GroupOf(OrganisationId organisation)
    {
        foreach (Elector elector in Electors.Span)
        {
            if (elector.Organisation == organisation)
            {
                return elector.Group;
            }
        }

        return default;
    }

    public Points PowerOf(OrganisationId group)
    {
        UInt128 sum = 0;
        foreach (Elector elector in Electors.Span)
        {
            sum += elector.Group == group ? elector.Points.Value : 0;
        }

        return new Points((ulong)UInt128.Min(sum, Cap.Value));
    }

    /// <summary>Nobody has voted yet.</summary>
    public Tally NewTally()
    {
        SortedDictionary<OrganisationId, UInt128> groups = [];
        foreach (Elector elector in Electors.Span)
        {
            groups[elector.Group] = groups.GetValueOrDefault(elector.Group) + elector.Points.Value;
        }

        UInt128 power = 0;
        foreach (KeyValuePair<OrganisationId, UInt128> group in groups)
        {
            power += UInt128.Min(group.Value, Cap.Value);
        }

        return new Tally((uint)groups.Count, 0, 0, new Points(checked((ulong)power)), Points.Zero, Points.Zero);
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Cap);
        writer.Write(Electors);
    }

    public static Electorate Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new Electorate(reader.ReadPoints(), reader.ReadSequence<Elector>(MaxElectors));
    }
}
