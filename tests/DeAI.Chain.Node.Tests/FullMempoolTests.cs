using System.Buffers.Binary;
using System.Security.Cryptography;
using DeAI.Chain.Api;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Node.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Mempool;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Node.Tests;

/// <summary>The mempool at its real size: a node without a quorum, so that nothing leaves it.</summary>
public sealed class FullMempoolTests
{
    private const int PerSender = 1_000;
    private const int Chunk = 1_000;

    private static readonly ServiceDescriptor Service = TransactionsReflection.Descriptor.Services[0];

    [Fact]
    public async Task Submit_MempoolFullAtItsRealSize_IsResourceExhaustedWithADelay()
    {
        int room = MempoolLimits.Default.MaxTransactions;
        SigningKey[] keys = [.. Enumerable.Range(0, (room / PerSender) + 1).Select(KeyOf)];
        await using TestNetwork network = TestNetwork.Create(4, [.. keys.Select(static key => key.PublicKey)]);
        await network.StartAsync(0);
        INodeBackend backend = network.Nodes[0]!.Backend;
        byte[][] encoded = new byte[room + 1][];
        Parallel.For(0, encoded.Length, i => encoded[i] = Sign(network, keys[i / PerSender], (ulong)(i % PerSender) + 1));

        for (int i = 0; i < room; i += Chunk)
        {
            SubmitResult[] results = await backend.SubmitAsync([.. encoded[i..(i + Chunk)].Select(static bytes => (ReadOnlyMemory<byte>)bytes)], watcher: null, CancellationToken.None);
            Assert.All(results, static result => Assert.True(result.Result.IsOk, $"{result.Result.Refusal}"));
        }

        using GrpcChannel channel = new(new Uri($"http://{network.Configurations[0].Grpc}"));
        RpcException full = await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(channel, encoded[room]));
        Assert.Equal((StatusCode.ResourceExhausted, "mempool.full"), (full.Code, full.ErrorInfo!.Reason));
        Assert.InRange(full.RetryDelay!.Value, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        Assert.Equal(room, backend.ReadStatus().MempoolTransactions);

        // What was accepted is still told from what is new.
        RpcException again = await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(channel, encoded[0]));
        Assert.Equal((StatusCode.Aborted, "mempool.in_flight"), (again.Code, again.ErrorInfo!.Reason));
        Array.ForEach(keys, static key => key.Dispose());
    }

    private static Task<SubmitResponse> SubmitAsync(GrpcChannel channel, byte[] encoded)
    {
        GrpcMethod<SubmitRequest, SubmitResponse> method = new(Service.FindMethodByName("Submit"));
        return channel.UnaryAsync(method, new SubmitRequest { Transaction = ByteString.CopyFrom(encoded) }, new GrpcCallOptions { Timeout = TimeSpan.FromSeconds(30) });
    }

    private static SigningKey KeyOf(int number)
    {
        byte[] seed = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(seed, number);
        return SigningKey.FromSeed(SHA256.HashData(seed));
    }

    private static byte[] Sign(TestNetwork network, SigningKey key, ulong nonce)
    {
        AccountId sender = new(key.PublicKey.Value);
        TransactionBody body = new(
            network.Chain, sender, key.PublicKey, nonce, new Height(900), new Credits(100_000), ModuleIds.Accounts, Transfer.Type,
            new Blob(Canonical.Encode(new Transfer(new AccountId(network.Bob.PublicKey.Value), new Credits(1)))));
        return Canonical.Encode(SignedTransaction.Sign(body, key));
    }
}
