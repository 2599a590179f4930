using System.Buffers.Binary;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Services;

/// <summary>Finalized blocks.</summary>
internal sealed class BlocksService(INodeBackend backend, TransactionTranslation translation)
{
    private const int MaxHeaders = 1000;

    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(V1.BlocksReflection.Descriptor.Services[0])
        .Unary<V1.GetBlockRequest, V1.BlockPage>("Get", (request, _) => Task.FromResult(Get(request)))
        .Unary<V1.ListBlocksRequest, V1.ListBlocksResponse>("List", (request, _) => Task.FromResult(List(request)))
        .ServerStream<V1.SubscribeRequest, V1.SubscribeResponse>("Subscribe", (request, call) =>
            new Subscription(backend, translation, request).RunAsync(call.CancellationToken))
        .Build();

    private V1.BlockPage Get(V1.GetBlockRequest request)
    {
        V1.GetBlockRequest scope = new() { Height = request.Height };
        byte[] place = PageToken.Read("Blocks.Get", scope, request.PageToken, sizeof(int));
        int index = place.Length == 0 ? 0 : BinaryPrimitives.ReadInt32BigEndian(place);
        Height height = new(request.Height);
        BlockRecord record = backend.ReadBlock(height) ?? throw Missing(height);
        V1.BlockPage page = new() { Header = BlockTranslation.Of(record.Block.Header), TransactionCount = (uint)record.Block.Transactions.Count };
        if (place.Length == 0 && backend.ProveFinality(height) is { } finality)
        {
            page.Finality = BlockTranslation.Of(finality);
        }

        int most = Fields.PageSize(request.PageSize, Paging.Standard, Paging.Most);
        for (int bytes = 0; index < record.Block.Transactions.Count && page.Transactions.Count < most && bytes < Paging.Bytes; index++)
        {
            V1.Transaction transaction = translation.Of(record.Block.Transactions[index], new TransactionPlace(height, index), record.Receipts[index]);
            bytes += transaction.CalculateSize();
            if (page.Transactions.Count > 0 && bytes > Paging.Bytes)
            {
                break;
            }

            page.Transactions.Add(transaction);
        }

        if (index < record.Block.Transactions.Count)
        {
            byte[] next = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(next, index);
            page.NextPageToken = PageToken.Of("Blocks.Get", scope, next);
        }

        return page;
    }

    private V1.ListBlocksResponse List(V1.ListBlocksRequest request)
    {
        V1.ListBlocksResponse response = new();
        ulong tip = backend.Tip.Value;
        ulong height = request.FromHeight;
        int most = Fields.PageSize(request.PageSize, Paging.Standard, MaxHeaders);
        for (; height <= tip && response.Headers.Count < most; height++)
        {
            BlockHeader header = backend.ReadHeader(new Height(height)) ?? throw Missing(new Height(height));
            response.Headers.Add(BlockTranslation.Of(header));
        }

        response.NextHeight = height <= tip ? height : 0;
        return response;
    }

    private Grpc.GrpcException Missing(Height height) =>
        ErrorTable.Exception(ApiErrors.HeightUnavailable, $"height {height} is pruned or not yet final, the newest is {backend.Tip}");
}
