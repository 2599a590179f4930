namespace DeAI.Chain.Network;

/// <summary>First byte of a control frame's payload.</summary>
internal enum ControlKind : byte
{
    Hello = 1,
    Ping = 2,
    Pong = 3,
    Goodbye = 4,
}
