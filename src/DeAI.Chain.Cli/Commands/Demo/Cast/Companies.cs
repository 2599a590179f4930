using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Modules.Registry.Contracts;

namespace DeAI.Chain.Cli.Commands.Demo.Cast;

/// <summary>
/// Who takes part. Four of the five members run a validator, as they would: who decides is who has the data. Organisations that run validators
/// come first, since seats are named by the organisation's number.
/// </summary>
internal static class Companies
{
    public const string Sponsor = "Harbour Authority";
    public const string Customer = "Cargo Owner";
    public const string Regulator = "Regulator";
    public const string Worker = "Data Lab";
    public const string Office = "Consortium Office";

    private const Role MemberRoles = Role.Member | Role.Delegate;

    /// <summary>Each tries one way to be paid without the work; after a refusal it is out of the round and its bond is gone.</summary>
    public static IReadOnlyList<string> Saboteurs { get; } =
        ["Cutcorner Lines", "Shortcut Haulage", "Mirage Freight", "Driftwood Cargo", "Magpie Forwarding"];

    public static IReadOnlyList<CompanyPlan> All { get; } =
    [
        new("Chicago Freight", "Chicago Freight Inc", MemberRoles, 1_000_000, LocalNodeKind.Validator, "ord"),
        new("Dallas Haulage", "Dallas Haulage LLC", MemberRoles, 1_000_000, LocalNodeKind.Validator, "dfw"),
        new("Atlanta Cargo", "Atlanta Cargo Corp", MemberRoles, 1_000_000, LocalNodeKind.Validator, "atl"),
        new("Pacific Forwarding", "Pacific Forwarding Inc", MemberRoles, 1_000_000, LocalNodeKind.Validator, "lax"),
        new("Phoenix Logistics", "Phoenix Logistics LLC", MemberRoles, 1_000_000, LocalNodeKind.None, "phx"),
        new(Sponsor, "Harbour Authority", Role.Sponsor | Role.Funder | Role.Delegate, 50_000_000, LocalNodeKind.None, string.Empty),
        new(Customer, "Cargo Owner GmbH", Role.Customer | Role.Delegate, 500_000, LocalNodeKind.None, string.Empty),
        new(Regulator, "Transport Regulator", Role.Approver | Role.Delegate, 500_000, LocalNodeKind.Auditor, string.Empty),
        new(Worker, "Data Lab Coop", Role.Worker, 100_000, LocalNodeKind.None, string.Empty),
        .. Saboteurs.Select(static name => new CompanyPlan(name, $"{name} Ltd", Role.Member, 200_000, LocalNodeKind.None, "phx")),
        new(Office, "Consortium Office", Role.Registrar | Role.Issuer | Role.Delegate, 100_000, LocalNodeKind.None, string.Empty),
    ];

    /// <summary>The members that train honestly.</summary>
    public static IEnumerable<CompanyPlan> Members => All.Where(static company => company.Airport.Length > 0 && !Saboteurs.Contains(company.Name));
}
