namespace DeAI.Chain.Replica;

/// <summary>Names one thing to be made durable: the machine of which epoch asked, and its own number for it.</summary>
public readonly record struct PersistToken(Epoch Epoch, ulong Value);
