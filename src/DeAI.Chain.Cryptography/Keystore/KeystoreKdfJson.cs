namespace DeAI.Chain.Cryptography;

internal sealed record KeystoreKdfJson(string Algorithm, uint Operations, ulong MemoryBytes, string Salt);
