using System.Threading.Channels;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Primitives;
using Google.Protobuf;

namespace DeAI.Chain.Api.Services;

/// <summary>
/// One SubmitStream. Batches are submitted in order; the answers of a batch leave together, finals as they come. Everything is bounded:
/// a client that does not read stops this side from reading, and one with too many unfinished transactions waits for the oldest.
/// </summary>
#pragma warning disable CA1001 // The semaphore never makes a wait handle, and followers may release it after the call has ended.
internal sealed class SubmitStreamSession(INodeBackend backend, IMessageWriter<V1.SubmitStreamResponse> writer, CancellationToken cancellation)
#pragma warning restore CA1001
{
    private const int MaxBatch = 1000;
    private const int MaxUnfinished = 16384;
    private const int MaxReason = 200;

    private readonly Channel<V1.SubmitOutcome> _outcomes = System.Threading.Channels.Channel.CreateBounded<V1.SubmitOutcome>(
        new BoundedChannelOptions(4 * MaxBatch) { SingleReader = true });

    private readonly SemaphoreSlim _slots = new(MaxUnfinished);

    public async Task RunAsync(IAsyncEnumerable<V1.SubmitStreamRequest> requests)
    {
        Task writing = WriteAsync();
        try
        {
            await ReadAsync(requests);
            for (int i = 0; i < MaxUnfinished; i++)
            {
                await _slots.WaitAsync(cancellation);
            }

            _outcomes.Writer.Complete();
        }
        catch (Exception failure)
        {
            _outcomes.Writer.TryComplete(failure);
            throw;
        }

        await writing;
    }

    private async Task ReadAsync(IAsyncEnumerable<V1.SubmitStreamRequest> requests)
    {
        await foreach (V1.SubmitStreamRequest request in requests.WithCancellation(cancellation))
        {
            if (request.Transactions.Count > MaxBatch)
            {
                throw ErrorTable.Exception(ApiErrors.BadField, $"{request.Transactions.Count} transactions in one message, at most {MaxBatch}");
            }

            // Started together: the backend checks their signatures side by side.
            ValueTask<SubmitResult>[] started = [.. request.Transactions.Select(bytes => backend.SubmitAsync(bytes.Memory, cancellation))];
            foreach (ValueTask<SubmitResult> submission in started)
            {
                await AnswerAsync(await submission, request.Wait);
            }
        }
    }

    private async ValueTask AnswerAsync(SubmitResult submitted, bool wait)
    {
        V1.SubmitOutcome outcome = new() { Id = Fields.OrEmpty(submitted.Id), State = V1.SubmitOutcome.Types.State.Accepted };
        if (submitted.Result.Refusal is { } refusal)
        {
            TransactionPlace? place = submitted.Id.IsDefault ? null : backend.Locate(submitted.Id);
            Refuse(outcome, place is null ? refusal : new Refusal(ApiErrors.AlreadyFinal, refusal.Detail));
            outcome.Height = place?.Height.Value ?? 0;
        }

        await _outcomes.Writer.WriteAsync(outcome, cancellation);
        if (wait && outcome.State == V1.SubmitOutcome.Types.State.Accepted)
        {
            await _slots.WaitAsync(cancellation);
            _ = FollowAsync(submitted.Id);
        }
    }

    private async Task FollowAsync(Hash256 id)
    {
        try
        {
            Result<FinalTransaction> final = await backend.WaitFinalAsync(id, cancellation);
            V1.SubmitOutcome outcome = new() { Id = Fields.Of(id), State = V1.SubmitOutcome.Types.State.Final };
            if (final.TryGet(out FinalTransaction found, out Refusal? refusal))
            {
                outcome.Height = found.Place.Height.Value;
                outcome.Reason = found.Receipt.Reason.Value ?? string.Empty;
            }
            else
            {
                Refuse(outcome, refusal);
            }

            await _outcomes.Writer.WriteAsync(outcome, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The call has ended; its other side reports why.
            return;
        }
        catch (Exception failure)
        {
            _outcomes.Writer.TryComplete(failure);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task WriteAsync()
    {
        while (await _outcomes.Reader.WaitToReadAsync(cancellation))
        {
            V1.SubmitStreamResponse batch = new();
            while (batch.Outcomes.Count < MaxBatch && _outcomes.Reader.TryRead(out V1.SubmitOutcome? outcome))
            {
                batch.Outcomes.Add(outcome);
            }

            await writer.WriteAsync(batch, cancellation);
        }
    }

    private static void Refuse(V1.SubmitOutcome outcome, Refusal refusal)
    {
        outcome.State = V1.SubmitOutcome.Types.State.Refused;
        outcome.Reason = refusal.Code.ToString();
        outcome.Detail = refusal.Detail.Length <= MaxReason ? refusal.Detail : refusal.Detail[..MaxReason];
    }
}
