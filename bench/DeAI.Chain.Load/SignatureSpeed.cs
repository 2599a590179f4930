namespace DeAI.Chain.Load;

/// <summary>How fast this machine checks Ed25519 signatures.</summary>
/// <param name="PerSecond">On all cores together.</param>
/// <param name="Microseconds">Processor time of one check.</param>
public sealed record SignatureSpeed(double PerSecond, double Microseconds);
