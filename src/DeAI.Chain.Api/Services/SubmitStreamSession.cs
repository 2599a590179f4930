using System.Threading.Channels;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Primitives;
using Google.Protobuf;

namespace DeAI.Chain.Api.Services;

/// <summary>
/// One SubmitStream. Batches are submitted in order; the answers of a batch leave together, finals as they come. Everything is bounded: a
/// transaction holds a slot until the last that is to be said of it was written, so a client that does not read, or that has too many
/// unfinished, stops this side from reading.
/// </summary>
#pragma warning disable CA1001 // The semaphore never makes a wait handle, and the watcher may be called after the call has ended.
internal sealed class SubmitStreamSession(INodeBackend backend, IMessageWriter<V1.SubmitStreamResponse> writer, CancellationToken cancellation)
    : IFinalWatcher
#pragma warning restore CA1001
{
    private const int MaxBatch = 1000;
    private const int MaxUnfinished = 16384;
    private const int MaxReason = 200;

    /// <summary>At most two for each slot.</summary>
    private readonly Channel<Saying> _sayings = System.Threading.Channels.Channel.CreateUnbounded<Saying>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly SemaphoreSlim _slots = new(MaxUnfinished);

    /// <summary>Finals that came before the answers of their batch: "final" must not be said before "accepted".</summary>
    private readonly Lock _gate = new();
    private readonly List<Saying> _early = [];
    private bool _answering;

    public async Task RunAsync(IAsyncEnumerable<V1.SubmitStreamRequest> requests)
    {
        Task writing = WriteAsync();
        try
        {
            await ReadAsync(requests);
            await TakeSlotsAsync(MaxUnfinished);
            _sayings.Writer.Complete();
        }
        catch (Exception failure)
        {
            _sayings.Writer.TryComplete(failure);
            throw;
        }

        await writing;
    }

    /// <summary>What is said after the call has ended goes nowhere: the channel is complete.</summary>
    public void Settled(Hash256 id, Result<FinalTransaction> outcome)
    {
        V1.SubmitOutcome said = new() { Id = Fields.Of(id), State = V1.SubmitOutcome.Types.State.Final };
        if (outcome.TryGet(out FinalTransaction found, out Refusal? refusal))
        {
            said.Height = found.Place.Height.Value;
            said.Reason = found.Receipt.Reason.Value ?? string.Empty;
        }
        else
        {
            Refuse(said, refusal);
        }

        lock (_gate)
        {
            Saying saying = new(said, IsLast: true);
            if (_answering)
            {
                _early.Add(saying);
            }
            else
            {
                _sayings.Writer.TryWrite(saying);
            }
        }
    }

    private async Task ReadAsync(IAsyncEnumerable<V1.SubmitStreamRequest> requests)
    {
        await foreach (V1.SubmitStreamRequest request in requests.WithCancellation(cancellation))
        {
            if (request.Transactions.Count > MaxBatch)
            {
                throw ErrorTable.Exception(ApiErrors.BadField, $"{request.Transactions.Count} transactions in one message, at most {MaxBatch}");
            }

            if (request.Transactions.Count > 0)
            {
                await SubmitAsync(request);
            }
        }
    }

    private async Task SubmitAsync(V1.SubmitStreamRequest request)
    {
        await TakeSlotsAsync(request.Transactions.Count);
        ReadOnlyMemory<byte>[] encoded = [.. request.Transactions.Select(static bytes => bytes.Memory)];
        lock (_gate)
        {
            _answering = true;
        }

        SubmitResult[] submitted = await backend.SubmitAsync(encoded, request.Wait ? this : null, cancellation);
        Saying[] answers = [.. submitted.Select(result => Answer(result, request.Wait))];
        lock (_gate)
        {
            foreach (Saying saying in answers.Concat(_early))
            {
                _sayings.Writer.TryWrite(saying);
            }

            _early.Clear();
            _answering = false;
        }
    }

    private Saying Answer(SubmitResult submitted, bool wait)
    {
        V1.SubmitOutcome outcome = new() { Id = Fields.OrEmpty(submitted.Id), State = V1.SubmitOutcome.Types.State.Accepted };
        if (submitted.Result.Refusal is not { } refusal)
        {
            return new Saying(outcome, IsLast: !wait);
        }

        TransactionPlace? place = submitted.Id.IsDefault ? null : backend.Locate(submitted.Id);
        Refuse(outcome, place is null ? refusal : new Refusal(ApiErrors.AlreadyFinal, refusal.Detail));
        outcome.Height = place?.Height.Value ?? 0;
        return new Saying(outcome, IsLast: true);
    }

    private async ValueTask TakeSlotsAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await _slots.WaitAsync(cancellation);
        }
    }

    private async Task WriteAsync()
    {
        while (await _sayings.Reader.WaitToReadAsync(cancellation))
        {
            V1.SubmitStreamResponse batch = new();
            int finished = 0;
            while (batch.Outcomes.Count < MaxBatch && _sayings.Reader.TryRead(out Saying saying))
            {
                batch.Outcomes.Add(saying.Outcome);
                finished += saying.IsLast ? 1 : 0;
            }

            await writer.WriteAsync(batch, cancellation);
            if (finished > 0)
            {
                _slots.Release(finished);
            }
        }
    }

    private static void Refuse(V1.SubmitOutcome outcome, Refusal refusal)
    {
        outcome.State = V1.SubmitOutcome.Types.State.Refused;
        outcome.Reason = refusal.Code.ToString();
        outcome.Detail = refusal.Detail.Length <= MaxReason ? refusal.Detail : refusal.Detail[..MaxReason];
    }

    /// <param name="Outcome">To be written.</param>
    /// <param name="IsLast">Nothing more will be said of this transaction.</param>
    private readonly record struct Saying(V1.SubmitOutcome Outcome, bool IsLast);
}
