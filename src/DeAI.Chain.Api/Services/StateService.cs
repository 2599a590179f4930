using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;

namespace DeAI.Chain.Api.Services;

/// <summary>The state with proofs.</summary>
internal sealed class StateService(INodeBackend backend)
{
    // The proof holds the value too; twice this would pass the size of a message.
    private const int MaxRepeatedValueBytes = 1024 * 1024;

    // Of keys and values read for one page of a range. The longest value beside them still fits a message.
    private const int MaxRangeBytes = 1024 * 1024;

    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(V1.StateReflection.Descriptor.Services[0])
        .Unary<V1.GetStateRequest, V1.GetStateResponse>("Get", (request, _) => Task.FromResult(Get(request)))
        .Unary<V1.ProveTransactionRequest, V1.ProveTransactionResponse>("ProveTransaction", (request, _) => Task.FromResult(Prove(request)))
        .Unary<V1.ProveRangeRequest, V1.ProveRangeResponse>("ProveRange", (request, _) => Task.FromResult(ProveRange(request)))
        .Build();

    private V1.GetStateResponse Get(V1.GetStateRequest request)
    {
        if (request.Key.Length is 0 or > StateOverlay.MaxKeyBytes)
        {
            throw ErrorTable.Exception(ApiErrors.BadField, $"key has {request.Key.Length} bytes, 1 to {StateOverlay.MaxKeyBytes} are allowed");
        }

        using IFinalState state = backend.OpenState();
        Height height = request.Height == 0 ? state.Header.Height : new Height(request.Height);
        BlockHeader header = height == state.Header.Height ? state.Header
            : (height < state.Header.Height ? backend.ReadHeader(height) : null) ?? throw Unavailable(height);
        if (!StateTree.Prove(state.Nodes, height.Value, request.Key.Span).TryGet(out StateProof proof, out Refusal? refusal))
        {
            throw ErrorTable.Exception(refusal);
        }

        Finality finality = backend.ProveFinality(height) ?? throw Unavailable(height);
        if (!proof.Verify(header.StateRoot, request.Key.Span).TryGet(out ProvenValue? proven, out Refusal? damaged))
        {
            throw new InvalidOperationException($"The state tree of height {height} does not lead to its root: {damaged}.");
        }

        V1.GetStateResponse response = new()
        {
            Height = height.Value,
            Present = proven is not null,
            Proof = BlockTranslation.Encode(proof),
            Finality = BlockTranslation.Of(finality),
        };
        response.Value = proven is { Value.Length: <= MaxRepeatedValueBytes } ? Fields.Of(proven.Value) : ByteString.Empty;
        return response;
    }

    private V1.ProveTransactionResponse Prove(V1.ProveTransactionRequest request)
    {
        Hash256 id = Fields.Hash(request.Id, "id");
        if (backend.Locate(id) is not { } place || backend.ReadBlock(place.Height) is not { } record)
        {
            throw ErrorTable.Exception(ApiErrors.NotFound, $"this node knows no final transaction {id}");
        }

        Finality finality = backend.ProveFinality(place.Height) ?? throw Unavailable(place.Height);
        Blob transaction = record.Block.Transactions[place.Index];
        return new V1.ProveTransactionResponse
        {
            Transaction = transaction.Length <= MaxRepeatedValueBytes ? Fields.Of(transaction) : ByteString.Empty,
            TransactionProof = BlockTranslation.Encode(TransactionProof.Create(record.Block.Transactions, place.Index)),
            Receipt = BlockTranslation.Encode(record.Receipts[place.Index]),
            ReceiptProof = BlockTranslation.Encode(ReceiptTree.Prove(record.Receipts, record.Events, place.Index)),
            Finality = BlockTranslation.Of(finality),
        };
    }

    private V1.ProveRangeResponse ProveRange(V1.ProveRangeRequest request)
    {
        if (request.PageToken.Length is not (0 or Bytes32.Length))
        {
            throw ErrorTable.Exception(ApiErrors.BadPageToken, $"{request.PageToken.Length} bytes, {Bytes32.Length} are a page token");
        }

        bool isFirst = request.PageToken.IsEmpty;
        using IFinalState state = backend.OpenState();
        Height height = request.Height == 0 && isFirst ? state.Header.Height : new Height(request.Height);
        KeyRange range = new(Blob.CopyOf(request.First.Span), Blob.CopyOf(request.End.Span));
        Bytes32 from = isFirst ? default : new Bytes32(request.PageToken.Span);
        if (height > state.Header.Height)
        {
            throw Unavailable(height);
        }

        if (!RangeReader.Read(state.Nodes, height.Value, range, from, MaxRangeBytes).TryGet(out RangePage page, out Refusal? refusal))
        {
            throw ErrorTable.Exception(refusal);
        }

        V1.ProveRangeResponse response = new()
        {
            Height = height.Value,
            NextPageToken = page.Next.IsZero ? ByteString.Empty : UnsafeByteOperations.UnsafeWrap(page.Next.ToArray()),
            Finality = isFirst ? BlockTranslation.Of(backend.ProveFinality(height) ?? throw Unavailable(height)) : null,
        };
        response.Entries.AddRange(page.Part.Entries.Items.Select(BlockTranslation.Encode));
        return response;
    }

    private GrpcException Unavailable(Height height) =>
        ErrorTable.Exception(ApiErrors.HeightUnavailable, $"height {height} is pruned or not yet final, the newest is {backend.Tip}");
}
