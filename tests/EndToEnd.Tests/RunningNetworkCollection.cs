namespace EndToEnd.Tests;

[CollectionDefinition(RunningNetwork.Collection)]
public sealed class RunningNetworkCollection : ICollectionFixture<RunningNetwork>;
