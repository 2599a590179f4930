using DeAI.Chain.Primitives;

namespace DeAI.Chain.Compute;

/// <summary>Why a backend is not used.</summary>
public static class ComputeErrors
{
    public static readonly ReasonCode Unsupported = new("compute.unsupported");
    public static readonly ReasonCode SelfTestFailed = new("compute.self_test_failed");
}
