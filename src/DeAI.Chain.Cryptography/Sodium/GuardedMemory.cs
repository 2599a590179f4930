using System.Runtime.InteropServices;

namespace DeAI.Chain.Cryptography.Sodium;

/// <summary>
/// Memory of <c>sodium_malloc</c> for one secret: locked out of swap and core dumps, between guard pages, overwritten when freed.
/// A handle, so that a key disposed of by one thread stays valid until another's call has ended.
/// </summary>
internal sealed class GuardedMemory : SafeHandle
{
    private readonly int _length;

    public GuardedMemory(int length)
        : base(0, ownsHandle: true)
    {
        _length = length;
        nint pointer = SodiumNative.Malloc((nuint)length);
        if (pointer == 0)
        {
            throw new InvalidOperationException("No guarded memory left for a key (the limit of locked memory may be too low).");
        }

        SetHandle(pointer);
    }

    public override bool IsInvalid => handle == 0;

    public static GuardedMemory CopyOf(ReadOnlySpan<byte> secret)
    {
        GuardedMemory memory = new(secret.Length);
        unsafe
        {
            secret.CopyTo(new Span<byte>((void*)memory.handle, secret.Length));
        }

        memory.Freeze();
        return memory;
    }

    /// <summary>Makes a stray write end the process instead of changing the key.</summary>
    public void Freeze()
    {
        if (SodiumNative.ProtectReadOnly(this) != 0)
        {
            throw new InvalidOperationException("The memory of a key cannot be protected.");
        }
    }

    /// <summary>Copies the first bytes out. The caller overwrites its copy.</summary>
    public void CopyTo(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, _length);
        bool held = false;
        try
        {
            DangerousAddRef(ref held);
            unsafe
            {
                new ReadOnlySpan<byte>((void*)handle, destination.Length).CopyTo(destination);
            }
        }
        finally
        {
            if (held)
            {
                DangerousRelease();
            }
        }
    }

    protected override bool ReleaseHandle()
    {
        SodiumNative.Free(handle);
        return true;
    }
}
