namespace DeAI.Chain.Cli.Commands.Demo.Cast;

/// <summary>Everybody with their keys.</summary>
internal sealed class Troupe(IReadOnlyList<Actor> actors)
{
    private readonly Dictionary<string, Actor> _byName = actors.ToDictionary(static actor => actor.Name);
    private readonly Dictionary<AccountId, Actor> _byId = actors.ToDictionary(static actor => actor.Id);

    public IReadOnlyList<Actor> All { get; } = actors;

    public IReadOnlyList<Actor> Members { get; } =
        [.. actors.Where(static actor => Companies.Members.Any(company => company.Name == actor.Name))];

    public Actor Named(string name) => _byName[name];

    /// <param name="organisation">Its number, as events write it.</param>
    public bool IsMember(string organisation) => Members.Any(member => member.Organisation.ToString() == organisation);

    public string NameOf(AccountId account) => _byId.TryGetValue(account, out Actor? actor) ? actor.Name : account.ToShortString();

    /// <param name="organisation">Its number, as events write it.</param>
    public string NameOf(string organisation) =>
        All.FirstOrDefault(actor => actor.Organisation.ToString() == organisation)?.Name ?? $"organisation {organisation}";
}
