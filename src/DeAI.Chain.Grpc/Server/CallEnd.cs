namespace DeAI.Chain.Grpc;

/// <summary>Why a call's token fired.</summary>
internal enum CallEnd
{
    None = 0,
    ClientGone = 1,
    DeadlinePassed = 2,
    Idle = 3,
    Stopping = 4,
    Broken = 5,
}
