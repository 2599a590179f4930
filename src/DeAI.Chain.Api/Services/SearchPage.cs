using DeAI.Chain.Api.Translation;

namespace DeAI.Chain.Api.Services;

/// <summary>One page of a search, filled block by block.</summary>
internal sealed class SearchPage
{
    private readonly TransactionTranslation _translation;
    private readonly BlockFilter _filter;
    private readonly int _most;
    private int _bytes;

    public SearchPage(TransactionTranslation translation, V1.SearchRequest request)
    {
        _translation = translation;
        V1.Filter filter = new();
        if (!request.Sender.IsEmpty)
        {
            filter.Senders.Add(request.Sender);
        }

        if (request.Module.Length > 0)
        {
            filter.Modules.Add(request.Module);
        }

        if (request.EventPrefix.Length > 0)
        {
            filter.Events.Add(request.EventPrefix);
        }

        _filter = new BlockFilter(translation, filter, anyPrefix: true);
        _most = Fields.PageSize(request.PageSize, Paging.Standard, Paging.Most);
    }

    public V1.SearchResponse Response { get; } = new();

    /// <summary>Adds a block's matches from <paramref name="index"/> downward.</summary>
    /// <returns>The index to go on from where the page is full, or null.</returns>
    public int? AddFrom(BlockRecord record, int index)
    {
        for (int i = Math.Min(index, record.Block.Transactions.Count - 1); i >= 0; i--)
        {
            if (!_filter.Matches(record.Block.Transactions[i], record.Receipts[i]))
            {
                continue;
            }

            V1.Transaction found = _translation.Of(
                record.Block.Transactions[i], new TransactionPlace(record.Block.Header.Height, i), record.Receipts[i]);
            int size = found.CalculateSize();
            if (Response.Transactions.Count == _most || (Response.Transactions.Count > 0 && _bytes + size > Paging.Bytes))
            {
                return i;
            }

            Response.Transactions.Add(found);
            _bytes += size;
        }

        return null;
    }
}
