namespace DeAI.Chain.Storage.Tests.Support;

internal sealed class NoLock : IDisposable
{
    public void Dispose()
    {
    }
}
