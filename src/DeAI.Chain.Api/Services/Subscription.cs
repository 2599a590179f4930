using System.Runtime.CompilerServices;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Services;

/// <summary>
/// One reader of the chain. It always reads the next height from the store and waits only at the tip, so backfill and live are one road and
/// no block can fall between them. While its client is slow it holds one part of a block, of <see cref="Paging.StreamBytes"/> or one transaction.
/// </summary>
internal sealed class Subscription
{
    // Without a match for this many blocks the reader still gets a cursor, so that resuming does not search the same blocks again.
    private const int SilentBlocks = 256;

    private readonly INodeBackend _backend;
    private readonly TransactionTranslation _translation;
    private readonly BlockFilter _filter;

    // Weak, for readers that wait on their clients would else hold a decoded block each; those that do not wait find it still there.
    private readonly WeakReference<BlockRecord?> _record = new(null);
    private ulong _next;
    private int _index;
    private int _silent;

    public Subscription(INodeBackend backend, TransactionTranslation translation, V1.SubscribeRequest request)
    {
        _backend = backend;
        _translation = translation;
        _filter = new BlockFilter(translation, request.Filter);
        BlockCursor cursor = request.AfterCursor.Length == 0 ? new BlockCursor(backend.Tip.Value, null) : BlockCursor.Parse(request.AfterCursor);
        _next = cursor.Index is null ? cursor.Height + 1 : cursor.Height;
        _index = cursor.Index is { } index ? index + 1 : 0;
    }

    public async IAsyncEnumerable<V1.SubscribeResponse> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            await _backend.WaitForTipAboveAsync(new Height(_next - 1), cancellation);
            if (NextPart() is { } part)
            {
                yield return part;
            }
        }
    }

    /// <summary>The next part that the reader wants, or null where this one holds nothing for it.</summary>
    private V1.SubscribeResponse? NextPart()
    {
        BlockRecord record = Record(new Height(_next));
        V1.SubscribeResponse part = new() { Header = BlockTranslation.Of(record.Block.Header) };
        _index = Fill(part, record);
        if (_index < record.Block.Transactions.Count)
        {
            part.Cursor = new BlockCursor(_next, _index - 1).ToString();
            _silent = 0;
            return part;
        }

        part.BlockEvents.AddRange(record.Events.Begin.Items.Concat(record.Events.End.Items).Where(_filter.Matches).Select(TransactionTranslation.Of));
        part.Cursor = new BlockCursor(_next, null).ToString();
        _next++;
        _index = 0;
        if (!_filter.OnlyMatches || part.Transactions.Count > 0 || part.BlockEvents.Count > 0)
        {
            _silent = 0;
            return part;
        }

        _silent = (_silent + 1) % SilentBlocks;
        return _silent == 0 ? new V1.SubscribeResponse { Cursor = part.Cursor } : null;
    }

    /// <returns>The index of the first transaction that no longer fits.</returns>
    private int Fill(V1.SubscribeResponse part, BlockRecord record)
    {
        int bytes = 0;
        int i = _index;
        for (; i < record.Block.Transactions.Count; i++)
        {
            if (!_filter.Matches(record.Block.Transactions[i], record.Receipts[i]))
            {
                continue;
            }

            V1.Transaction transaction = _translation.Of(record.Block.Transactions[i], new TransactionPlace(record.Block.Header.Height, i), record.Receipts[i]);
            bytes += transaction.CalculateSize();
            if (part.Transactions.Count > 0 && bytes > Paging.StreamBytes)
            {
                break;
            }

            part.Transactions.Add(transaction);
        }

        return i;
    }

    private BlockRecord Record(Height height)
    {
        if (_record.TryGetTarget(out BlockRecord? known) && known.Block.Header.Height == height)
        {
            return known;
        }

        BlockRecord record = _backend.ReadBlock(height)
            ?? throw ErrorTable.Exception(ApiErrors.HeightUnavailable, $"height {height} is pruned here; begin at a later cursor");
        _record.SetTarget(record);
        return record;
    }
}
