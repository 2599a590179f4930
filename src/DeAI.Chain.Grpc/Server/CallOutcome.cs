namespace DeAI.Chain.Grpc;

/// <summary>The status a call ends with.</summary>
internal readonly record struct CallOutcome(StatusCode Code, string Message, Rpc.Status? Details = null)
{
    public static CallOutcome Ok => new(StatusCode.Ok, "");
}
