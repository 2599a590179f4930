using System.Runtime.InteropServices;

namespace DeAI.Chain.Storage.Files;

/// <summary>Turns the system's errors into the types of this project.</summary>
internal static class IoFailure
{
    private const int ENoSpace = 28;
    private const int EFileTooBig = 27;
    private const int EQuotaLinux = 122;
    private const int EQuotaBsd = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public static StorageException FromErrno(int errno, string what)
    {
        string message = $"{what}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";
        return IsFull(errno) ? new StorageFullException(message) : new StorageException(message);
    }

    /// <param name="exception">Thrown by the framework's file calls, which keep the errno in HResult.</param>
    /// <param name="what">What was tried, for the operator.</param>
    public static StorageException From(Exception exception, string what)
    {
        string message = $"{what}: {exception.Message}";
        bool full = exception is IOException
            && (IsFull(exception.HResult) || exception.HResult is WindowsDiskFull or WindowsHandleDiskFull);
        return full ? new StorageFullException(message, exception) : new StorageException(message, exception);
    }

    private static bool IsFull(int errno) =>
        errno is ENoSpace or EFileTooBig || errno == (OperatingSystem.IsLinux() ? EQuotaLinux : EQuotaBsd);
}
