using System.Runtime.CompilerServices;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Services;

/// <summary>
/// One reader of the chain. It always reads the next height from the store and waits only at the tip, so backfill and live are one road and
/// no block can fall between them; nothing is queued for a slow reader but the message it is being sent.
/// </summary>
internal sealed class Subscription
{
    // Without a match for this many blocks the reader still gets a cursor, so that resuming does not search the same blocks again.
    private const int SilentBlocks = 256;

    private readonly INodeBackend _backend;
    private readonly TransactionTranslation _translation;
    private readonly BlockFilter _filter;
    private ulong _next;
    private int _index;

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
        int silent = 0;
        while (true)
        {
            await _backend.WaitForTipAboveAsync(new Height(_next - 1), cancellation);
            Height height = new(_next);
            BlockRecord record = _backend.ReadBlock(height)
                ?? throw ErrorTable.Exception(ApiErrors.HeightUnavailable, $"height {height} is pruned here; begin at a later cursor");
            bool sent = false;
            foreach (V1.SubscribeResponse response in Parts(record))
            {
                bool matches = response.Transactions.Count > 0 || response.BlockEvents.Count > 0;
                if (matches || !_filter.OnlyMatches)
                {
                    sent = true;
                    yield return response;
                }
            }

            silent = sent ? 0 : silent + 1;
            if (silent == SilentBlocks)
            {
                silent = 0;
                yield return new V1.SubscribeResponse { Cursor = new BlockCursor(_next, null).ToString() };
            }

            _next++;
            _index = 0;
        }
    }

    private IEnumerable<V1.SubscribeResponse> Parts(BlockRecord record)
    {
        V1.BlockHeader header = BlockTranslation.Of(record.Block.Header);
        V1.SubscribeResponse part = new() { Header = header };
        int bytes = 0;
        for (int i = _index; i < record.Block.Transactions.Count; i++)
        {
            if (!_filter.Matches(record.Block.Transactions[i], record.Receipts[i]))
            {
                continue;
            }

            TransactionPlace place = new(record.Block.Header.Height, i);
            V1.Transaction transaction = _translation.Of(record.Block.Transactions[i], place, record.Receipts[i]);
            int size = transaction.CalculateSize();
            if (part.Transactions.Count > 0 && bytes + size > Paging.Bytes)
            {
                part.Cursor = new BlockCursor(record.Block.Header.Height.Value, i - 1).ToString();
                yield return part;
                part = new V1.SubscribeResponse { Header = header };
                bytes = 0;
            }

            part.Transactions.Add(transaction);
            bytes += size;
        }

        foreach (Event happened in record.Events.Begin.Items.Concat(record.Events.End.Items).Where(_filter.Matches))
        {
            part.BlockEvents.Add(TransactionTranslation.Of(happened));
        }

        part.Cursor = new BlockCursor(record.Block.Header.Height.Value, null).ToString();
        yield return part;
    }
}
