using DeAI.Chain.Api.Translation;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using Google.Protobuf;

namespace DeAI.Chain.Api.Services;

/// <summary>
/// AIP-155: a request id that comes again gets the first answer. Only acceptances are kept: a refusal leaves no trace, so asking again is
/// safe and may succeed. The oldest entries go first.
/// </summary>
internal sealed class RequestIdCache(int capacity = 16384)
{
    private const int MaxIdLength = 128;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _order = new();

    public async Task<Hash256> GetAsync(string requestId, ByteString transaction, Func<Task<Hash256>> submit, CancellationToken cancellation)
    {
        if (requestId.Length > MaxIdLength)
        {
            throw ErrorTable.Exception(ApiErrors.BadField, $"request_id is longer than {MaxIdLength} characters");
        }

        Hash256 digest = Sha256.Hash(transaction.Span);
        Entry? first = null;
        Entry? entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(requestId, out entry))
            {
                entry = first = new Entry(requestId, digest);
                _entries.Add(requestId, entry);
                _order.Enqueue(entry);
                Trim();
            }
        }

        if (entry.Digest != digest)
        {
            throw ErrorTable.Exception(ApiErrors.RequestIdReused, $"the request id '{requestId}' came with another transaction before");
        }

        if (first is not null)
        {
            _ = CompleteAsync(first, submit);
        }

        return await entry.Answer.Task.WaitAsync(cancellation);
    }

    private async Task CompleteAsync(Entry entry, Func<Task<Hash256>> submit)
    {
        try
        {
            entry.Answer.SetResult(await submit());
        }
        catch (Exception failure)
        {
            // The callers that wait get the refusal; the next one tries anew.
            Forget(entry);
            entry.Answer.SetException(failure);
            _ = entry.Answer.Task.Exception;
        }
    }

    private void Forget(Entry entry)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(entry.RequestId, out Entry? stored) && ReferenceEquals(stored, entry))
            {
                _entries.Remove(entry.RequestId);
            }
        }
    }

    private void Trim()
    {
        while (_order.Count > capacity)
        {
            Entry oldest = _order.Dequeue();
            if (_entries.TryGetValue(oldest.RequestId, out Entry? stored) && ReferenceEquals(stored, oldest))
            {
                _entries.Remove(oldest.RequestId);
            }
        }
    }

    private sealed class Entry(string requestId, Hash256 digest)
    {
        public string RequestId { get; } = requestId;

        public Hash256 Digest { get; } = digest;

        public TaskCompletionSource<Hash256> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
