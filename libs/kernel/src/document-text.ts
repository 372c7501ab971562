/**
 * How much text one document may have. A version becomes current in one statement, which has to end within its timeout
 * while everybody else goes on; ten thousand documents of this size are as welcome as one.
 */
export const MAX_DOCUMENT_CHARACTERS = 4 * 1024 * 1024;
