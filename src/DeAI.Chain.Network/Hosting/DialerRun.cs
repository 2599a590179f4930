namespace DeAI.Chain.Network;

/// <summary>A dialer at work.</summary>
internal sealed class DialerRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public DialerRun(Dialer dialer)
    {
        Target = dialer.Target;
        CancellationToken stop = _stop.Token;
        _running = Task.Run(() => dialer.RunAsync(stop), CancellationToken.None);
    }

    public PeerEndpoint Target { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
