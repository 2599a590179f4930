namespace DeAI.Chain.Cryptography;

internal sealed record KeystoreCipherJson(string Algorithm, string Nonce);
