using DeAI.Chain.Client;
using DeAI.Chain.Grpc;

namespace EndToEnd.Tests;

/// <summary>A call whose deadline passes ends by the node's answer or by the client's own clock, whichever is first.</summary>
internal static class Deadline
{
    public static async Task<StatusCode> OfAsync(Func<Task> call)
    {
        Exception? failure = await Record.ExceptionAsync(call);
        return failure switch
        {
            ChainRefusedException refused => refused.Category,
            RpcException transport => transport.Code,
            _ => throw new InvalidOperationException("The call was answered, or failed otherwise.", failure),
        };
    }
}
