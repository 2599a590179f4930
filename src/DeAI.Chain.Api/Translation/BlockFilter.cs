using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Translation;

/// <summary>Which transactions and events a reader wants: every list that is not empty must have a match.</summary>
internal sealed class BlockFilter
{
    private const int MaxEntries = 100;

    // A subscription keeps its filter for as long as it lasts.
    private const int MaxNameLength = 128;

    private readonly TransactionTranslation _names;
    private readonly HashSet<AccountId> _senders = [];
    private readonly HashSet<string> _modules = new(StringComparer.Ordinal);
    private readonly List<string> _events = [];
    private readonly bool _anyPrefix;

    /// <param name="anyPrefix">Whether every event name is a prefix; else only those that end in '.'.</param>
    public BlockFilter(TransactionTranslation names, V1.Filter? filter, bool anyPrefix = false)
    {
        _names = names;
        _anyPrefix = anyPrefix;
        if (filter is null)
        {
            return;
        }

        if (filter.Senders.Count > MaxEntries || filter.Modules.Count > MaxEntries || filter.Events.Count > MaxEntries)
        {
            throw ErrorTable.Exception(ApiErrors.BadField, $"a list of the filter has more than {MaxEntries} entries");
        }

        if (filter.Modules.Concat(filter.Events).Any(static name => name.Length > MaxNameLength))
        {
            throw ErrorTable.Exception(ApiErrors.BadField, $"a name in the filter has more than {MaxNameLength} characters");
        }

        _senders.UnionWith(filter.Senders.Select(static sender => Fields.Account(sender, "filter.senders")));
        _modules.UnionWith(filter.Modules);
        _events.AddRange(filter.Events);
        OnlyMatches = filter.OnlyMatches;
    }

    public bool OnlyMatches { get; }

    public bool Matches(Blob encoded, Receipt receipt)
    {
        if (_senders.Count > 0 || _modules.Count > 0)
        {
            TransactionBody body = TransactionTranslation.BodyOf(encoded);
            if ((_senders.Count > 0 && !_senders.Contains(body.Sender)) || (_modules.Count > 0 && !_modules.Contains(_names.ModuleName(body.Module))))
            {
                return false;
            }
        }

        return _events.Count == 0 || receipt.Events.Items.Any(happened => MatchesEvent(happened.Name));
    }

    /// <summary>Events of block hooks have no sender: a filter by sender alone leaves them out.</summary>
    public bool Matches(Event happened) =>
        _events.Count > 0
            ? MatchesEvent(happened.Name)
            : _senders.Count == 0 && (_modules.Count == 0 || _modules.Contains(happened.Name.Split('.')[0]));

    private bool MatchesEvent(string name) =>
        _events.Exists(wanted => _anyPrefix || wanted.EndsWith('.') ? name.StartsWith(wanted, StringComparison.Ordinal) : string.Equals(name, wanted, StringComparison.Ordinal));
}
