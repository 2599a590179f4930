using DeAI.Chain.Api.V1;
using DeAI.Chain.Primitives;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Client.Sending;

/// <summary>Hands out nonces to parallel senders: counted on from the account's next one, without asking again unless told to.</summary>
internal sealed class NonceSource(ChainClient client, AccountId account) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private ulong _next;

    public async Task<ulong> TakeAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_next == 0)
            {
                _next = await AskAsync(cancellation);
            }

            return _next++;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>After a nonce was refused as used: another process signs for this account too. Never goes back behind what was handed out.</summary>
    public async Task ResyncAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            _next = Math.Max(_next, await AskAsync(cancellation));
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<ulong> AskAsync(CancellationToken cancellation)
    {
        GetAccountRequest request = new() { Account = ByteString.CopyFrom(account.ToArray()) };
        return (await client.Accounts.GetAccountAsync(request, cancellation)).NextNonce;
    }
}
