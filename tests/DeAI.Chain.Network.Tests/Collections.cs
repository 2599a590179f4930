namespace DeAI.Chain.Network.Tests;

/// <summary>Tests with sockets run one after another: metrics are those of the process, and the machine may be small.</summary>
[CollectionDefinition("sockets", DisableParallelization = true)]
public sealed class SocketCollection;
